/**
 * The answer in force per item, recomputed: the last one made that reached the log, is not after the item's lock, and was
 * made in time.
 */
import type { EntryFrame } from "#contracts/frames/tablet";
import { type Ledger, tabletKey } from "#loadtest/ledger/read-ledger";
import type { Stored, StoredRow } from "#loadtest/verify/stored";

export interface LastAnswer {
  readonly epoch: number;
  readonly seq: number;
  readonly value: unknown;
}
interface Position {
  readonly epoch: number;
  readonly seq: number;
}
const before = (a: Position, b: Position) => a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq);

/** Key: "candidate:item", for every item answered in the ledger unless an earlier device had locked it. */
export function lastAnswers(ledger: Ledger, { log, ends }: Pick<Stored, "log" | "ends">): Map<string, LastAnswer> {
  const locks = firstLocks(log);
  const inLog = new Set(log.map((row) => `${tabletKey(row)}:${row.seq}`));
  const answers = new Map<string, LastAnswer>();
  for (const tablet of ledger.tablets.values()) {
    const endMs = ends.get(tablet.candidateId) ?? Infinity;
    for (const [seq, { frame: text }] of tablet.made) {
      const frame = JSON.parse(text) as EntryFrame;
      if (frame.kind !== "answer" || !inLog.has(`${tabletKey(tablet)}:${seq}`)) continue;
      if (frame.claimedAtMs > endMs) continue;
      const key = `${tablet.candidateId}:${frame.itemId}`;
      const answer = { epoch: tablet.epoch, seq, value: frame.value };
      const lock = locks.get(key);
      if (lock && !before(answer, lock)) continue;
      const known = answers.get(key);
      if (!known || before(known, answer)) answers.set(key, answer);
    }
  }
  return answers;
}

function firstLocks(log: readonly StoredRow[]): Map<string, Position> {
  const locks = new Map<string, Position>();
  for (const row of log) {
    if (row.kind !== "lock") continue;
    const frame = JSON.parse(row.frame) as EntryFrame;
    for (const itemId of frame.kind === "lock" ? frame.itemIds : []) {
      const key = `${row.candidateId}:${itemId}`;
      const known = locks.get(key);
      if (!known || before(row, known)) locks.set(key, row);
    }
  }
  return locks;
}
