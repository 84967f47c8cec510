/** From a card code to a ticket: asks the server, remembers the session, starts the epoch's log. */
import { type ErrorCode, ErrorBody } from "#contracts/errors";
import { type SignInRequest, SignInResponse } from "#contracts/http/sign-in";
import { genesisHead, toHex } from "#domain/answer/chain";
import type { CandidateRef } from "#domain/answer/entry";
import { startEpoch } from "#client-core/outbox";
import type { Http, HttpResponse, Notebook, OutboxStore, Sha256, Shelf, Signer } from "#client-core/ports";
import { allRecords, refOf, saveRecord, type SessionRecord, setLastSession } from "#client-core/records";
import { NO_KEYS } from "#client-core/package/held-keys";
import type { ServerTime } from "#client-core/server-time";
import { usedUpTo } from "#client-core/used-numbers";

/** "unreachable": no answer came. "unexpected": an answer that does not follow the contract. */
export interface Refusal {
  readonly code: ErrorCode | "unreachable" | "unexpected";
  readonly retryAfterMs: number | null;
}
export interface Device {
  readonly id: string;
  readonly signer: Signer | null;
}
export interface SignInPorts {
  readonly http: Http;
  readonly shelf: Shelf;
  readonly store: OutboxStore;
  readonly notebook?: Notebook;
  readonly sha256: Sha256;
  readonly device: Device;
  readonly time: ServerTime;
  readonly nowMs: () => number;
}
export type SignInOutcome = { readonly record: SessionRecord } | { readonly refusal: Refusal };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `cardCode`: canonical (readCardCode of domain/exam). */
export async function signIn(ports: SignInPorts, cardCode: string): Promise<SignInOutcome> {
  const cardDigest = toHex(await ports.sha256(encoder.encode(`amphi-card-1|${cardCode}`)));
  const records = (await allRecords(ports.shelf)).filter((record) => record.cardDigest === cardDigest);
  const known = records.sort((a, b) => b.signedIn.serverTimeMs - a.signedIn.serverTimeMs)[0] ?? null;
  const request: SignInRequest = {
    cardCode,
    device: { id: ports.device.id, publicKey: ports.device.signer?.publicKey ?? null },
    holds: known && (await holdsOf(ports, known)),
  };
  const askedAtMs = ports.nowMs();
  const answer = await post(ports.http, "/api/sign-in", JSON.stringify(request));
  if (answer === null) return { refusal: { code: "unreachable", retryAfterMs: null } };
  if (answer.status !== 200) return { refusal: refusalOf(answer) };
  const parsed = SignInResponse.safeParse(parseJson(answer.bytes));
  if (!parsed.success || !(await soundGenesis(ports.sha256, parsed.data)))
    return { refusal: { code: "unexpected", retryAfterMs: null } };
  ports.time.learn(parsed.data.serverTimeMs, askedAtMs);
  return { record: await remember(ports, cardDigest, parsed.data) };
}

/** What a refusal says; a body that is not ours says "unexpected". */
export function refusalOf(answer: HttpResponse): Refusal {
  const parsed = ErrorBody.safeParse(parseJson(answer.bytes));
  if (!parsed.success) return { code: "unexpected", retryAfterMs: null };
  return { code: parsed.data.error.code, retryAfterMs: parsed.data.error.retryAfterMs ?? null };
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type DeviceLog = Pick<SignInPorts, "store" | "notebook">;

/** The newest epoch held for a session, as sign-in asks for it. */
async function holdsOf(ports: DeviceLog, record: SessionRecord): Promise<SignInRequest["holds"]> {
  const ref = refOf(record);
  const { epochs } = await ports.store.load(ref);
  const newest = epochs.at(-1);
  if (!newest) return null;
  const { headSeq, whole } = await heldOf(ports, ref, newest.epoch);
  // The server would keep an epoch whose entries it holds and this device does not: ask for a new one instead.
  return whole ? { sittingId: ref.sittingId, epoch: newest.epoch, headSeq, genesis: newest.genesis } : null;
}

/** How much of an epoch this device holds; `whole`: all that it has ever sent. */
async function heldOf({ notebook, store }: DeviceLog, ref: CandidateRef, epoch: number) {
  const log = await store.load(ref);
  const headSeq = log.entries.filter((entry) => entry.epoch === epoch).length;
  const d2 = log.epochs.find((known) => known.epoch === epoch)?.d2 ?? Number.POSITIVE_INFINITY;
  return { headSeq, whole: headSeq >= Math.max(d2, usedUpTo(notebook, ref, epoch)) };
}

async function remember(ports: SignInPorts, cardDigest: string, signedIn: SignInResponse): Promise<SessionRecord> {
  const ref = { sittingId: signedIn.sitting.id, candidateId: signedIn.candidate.id };
  const before = (await allRecords(ports.shelf)).find(
    (record) => refOf(record).sittingId === ref.sittingId && refOf(record).candidateId === ref.candidateId,
  );
  const replaced = before && before.signedIn.epoch !== signedIn.epoch;
  const record: SessionRecord = {
    v: 1,
    cardDigest,
    signedIn,
    earlier: [
      ...(before?.earlier ?? []),
      ...(replaced ? [{ epoch: before.signedIn.epoch, ticket: before.signedIn.ticket }] : []),
    ],
    acts: before?.acts ?? [],
    offsetMs: ports.time.offset,
    confirmed: false,
    replaced: false,
    hand: before?.hand ?? null,
    keys: before?.keys ?? { main: NO_KEYS, backup: NO_KEYS },
    wrongCodes: before?.wrongCodes ?? 0,
    codesFromMs: before?.codesFromMs ?? 0,
    restored: before && !replaced ? before.restored : await restorable(ports, ref, signedIn.epoch),
  };
  await startEpoch(ports.store, ref, signedIn.epoch, signedIn.genesis);
  // Where the disk refuses, the candidate goes on all the same: what the log cannot save is told when it is written.
  await Promise.allSettled([saveRecord(ports.shelf, record), setLastSession(ports.shelf, ref)]);
  return record;
}

/** What was made in the epoch before, on another device or in a log that was lost, is asked for. */
async function restorable(ports: DeviceLog, ref: CandidateRef, epoch: number): Promise<"wanted" | null> {
  return epoch === 1 || (await heldOf(ports, ref, epoch - 1)).whole ? null : "wanted";
}

async function soundGenesis(sha256: Sha256, signedIn: SignInResponse): Promise<boolean> {
  const of = { sittingId: signedIn.sitting.id, candidateId: signedIn.candidate.id };
  return toHex(await genesisHead(sha256, of, signedIn.epoch, signedIn.genesis)) === signedIn.genesis.hash;
}

async function post(http: Http, url: string, body: string): Promise<HttpResponse | null> {
  try {
    return await http({ method: "POST", url, headers: { "content-type": "application/json" }, body });
  } catch {
    // No answer came: offline, refused or cut. The screen says so and the person tries again.
    return null;
  }
}
