/**
 * An answer file on the way that tablets' entries take: into the answers' store, from where the drain secures them, so
 * that order, chains, fences and what counts stay one rule. All of a file or nothing; again, nothing is new.
 */
import { createHash } from "node:crypto";
import type { AnswerFile, AnswerFileOutcome } from "#contracts/answer-file";
import type { CandidateRef } from "#domain/answer/entry";
import { type IncomingEntry, StoreTrouble } from "#domain/ports/answer-stream";
import { compare } from "#evidence/answer-files/compare";
import { type OpenedFile, openFile, type Problem } from "#evidence/answer-files/open-file";
import type { EpochEvidence } from "#evidence/receipts/assess";
import type { PrivateKey } from "#evidence/signing";

export interface AnswerFileNote extends CandidateRef {
  /** Of the file, hex. */
  readonly sha256: string;
  readonly importedAtMs: number;
  readonly importedBy: string;
  readonly newEntries: number;
  readonly knownEntries: number;
}
/** All reject with StoreTrouble while their store is away. */
export interface AnswerFileStores {
  /** Oldest first; empty when nobody knows the candidate in this sitting. */
  epochsOf(of: CandidateRef): Promise<readonly EpochEvidence[]>;
  /** As AnswerIntake.append: null where an entry may not have been stored. */
  append(batch: readonly IncomingEntry[]): Promise<readonly (number | null)[]>;
  /** Epoch → highest seq without a gap in PostgreSQL. */
  securedOf(of: CandidateRef): Promise<ReadonlyMap<number, number>>;
  note(taken: AnswerFileNote): Promise<void>;
}
export interface AnswerFileParts {
  readonly stores: AnswerFileStores;
  readonly key: PrivateKey;
  /** Wall clock, ms. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}
export interface Bringer {
  /** As journals sign: `Marie Duval (proctor)`. */
  readonly name: string;
  /** Why this person may not bring this file, or null. */
  objection(file: AnswerFile): Problem | null;
}

const BATCH = 500;
/** The drain takes a moment; longer than this the person is told that the rest happens by itself. */
const LOOKS = 20;
const LOOK_EVERY_MS = 250;

/** Rejects with StoreTrouble: nothing was taken then, or it is not known; doing it again is safe. */
export async function importFile(
  parts: AnswerFileParts,
  bytes: Uint8Array,
  bringer: Bringer,
): Promise<AnswerFileOutcome> {
  const opened = await openFile(bytes, parts.key);
  if ("problem" in opened) return refused([opened.problem]);
  const { file } = opened;
  const objection = bringer.objection(file);
  if (objection) return refused([objection]);
  const stored = await parts.stores.epochsOf(file);
  const signature = await signatureProblem(opened, stored);
  const { problems, fresh, known, setAside } = compare(file, stored);
  if (signature || problems.length > 0) return refused([...(signature ? [signature] : []), ...problems]);
  await append(parts.stores, fresh);
  const { sittingId, candidateId } = file;
  await parts.stores.note({
    ...{ sittingId, candidateId, newEntries: fresh.length, knownEntries: known },
    sha256: createHash("sha256").update(bytes).digest("hex"),
    importedAtMs: parts.now(),
    importedBy: bringer.name,
  });
  const secured = await isSecured(parts, file);
  return { outcome: "taken", sittingId, candidateId, newEntries: fresh.length, knownEntries: known, setAside, secured };
}

/** What is wrong with hundreds of entries is known from the first ones. */
const PROBLEMS_TOLD = 20;
const refused = (problems: readonly Problem[]): AnswerFileOutcome => ({
  outcome: "refused",
  problems: problems.slice(0, PROBLEMS_TOLD),
});

/** The key that this very tablet signed in with, of whichever of its epochs told one. */
async function signatureProblem(
  { file, isSignedBy }: OpenedFile,
  stored: readonly EpochEvidence[],
): Promise<Problem | null> {
  const keys = stored.flatMap(({ deviceId, publicKey }) =>
    deviceId === file.deviceId && publicKey ? [publicKey] : [],
  );
  if (keys.length === 0)
    return { code: "device_unknown", detail: "no key is known of the tablet that saved this file" };
  for (const key of keys) if (await isSignedBy(key)) return null;
  return { code: "signature_wrong", detail: "not signed by the tablet that the candidate signed in on" };
}

async function append(stores: AnswerFileStores, fresh: readonly IncomingEntry[]): Promise<void> {
  for (let from = 0; from < fresh.length; from += BATCH) {
    const outcomes = await stores.append(fresh.slice(from, from + BATCH));
    if (outcomes.includes(null)) throw new StoreTrouble("the answers' store did not take the entries", "later");
  }
}

async function isSecured({ stores, wait }: AnswerFileParts, file: AnswerFile): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    if (look > 0) await wait(LOOK_EVERY_MS);
    const secured = await stores.securedOf(file);
    if (file.epochs.every(({ epoch, entries }) => (secured.get(epoch) ?? 0) >= entries.length)) return true;
  }
  return false;
}
