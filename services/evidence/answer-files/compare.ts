/** What of an answer file is new, and whether it fits what is stored: all problems at once. Pure. */
import { createHash } from "node:crypto";
import type { AnswerFile } from "#contracts/answer-file";
import { EntryFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import { isGenesisOf } from "#domain/answer/chain";
import type { IncomingEntry } from "#domain/ports/answer-stream";
import type { Problem } from "#evidence/answer-files/open-file";
import type { EpochEvidence } from "#evidence/receipts/assess";

export interface Comparison {
  readonly problems: readonly Problem[];
  /** What the store lacks, in order. */
  readonly fresh: readonly IncomingEntry[];
  readonly known: number;
  /** Of the fresh ones: of an epoch behind which another tablet has taken over. */
  readonly setAside: number;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** `stored`: the candidate's epochs, oldest first. */
export function compare(file: AnswerFile, stored: readonly EpochEvidence[]): Comparison {
  const problems: Problem[] = [];
  const fresh: IncomingEntry[] = [];
  let known = 0;
  for (const part of file.epochs) {
    const before = stored.find(({ epoch }) => epoch === part.epoch);
    const objection = before ? startObjection(file, part, before) : unknownEpoch(part.epoch);
    if (objection) problems.push(objection);
    const texts = new Map(before?.entries.map(({ seq, frame }) => [seq, frame]));
    for (const [n, frame] of part.entries.entries()) {
      const seq = n + 1;
      const there = texts.get(seq);
      const wrong =
        there === undefined ? entryObjection(part.epoch, seq, frame) : conflict(part.epoch, seq, frame, there);
      if (wrong) problems.push(wrong);
      else if (there !== undefined) known++;
      else fresh.push({ sittingId: file.sittingId, candidateId: file.candidateId, epoch: part.epoch, seq, frame });
    }
  }
  if (known + fresh.length === 0 && problems.length === 0)
    problems.push({ code: "empty", detail: "nothing was entered on this tablet" });
  const newest = stored.at(-1)?.epoch ?? 0;
  return { problems, fresh, known, setAside: fresh.filter(({ epoch }) => epoch < newest).length };
}

const unknownEpoch = (epoch: number): Problem => ({
  code: "epoch_unknown",
  detail: `device ${epoch} of this candidate is not known`,
});

function startObjection(
  file: AnswerFile,
  { epoch, genesis }: AnswerFile["epochs"][number],
  stored: EpochEvidence,
): Problem | null {
  if (stored.deviceId !== null && stored.deviceId !== file.deviceId)
    return { code: "epoch_unknown", detail: `device ${epoch} of this candidate is another tablet` };
  const sound = isGenesisOf(sha256, file, epoch, genesis) && (stored.genesisHash ?? genesis.hash) === genesis.hash;
  return sound ? null : { code: "chain_differs", detail: `device ${epoch} starts from another chain` };
}

function entryObjection(epoch: number, seq: number, text: string): Problem | null {
  const parsed = Buffer.byteLength(text) <= LIMITS.frameBytesMax ? EntryFrame.safeParse(jsonOf(text)) : null;
  if (parsed?.success && parsed.data.epoch === epoch && parsed.data.seq === seq) return null;
  return { code: "entry_wrong", detail: `entry ${seq} of device ${epoch} is not one` };
}

const conflict = (epoch: number, seq: number, frame: string, stored: string): Problem | null =>
  frame === stored
    ? null
    : { code: "entry_conflicts", detail: `entry ${seq} of device ${epoch} is stored with another text` };

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
