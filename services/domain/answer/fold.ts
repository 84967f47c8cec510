/**
 * One candidate's entries folded into answers in force: the definition that the drain's incremental path, marking and
 * the simulator must all agree with.
 */
import { type AnswerValue, type Arrival, comparePositions, type Entry, type Position } from "#domain/answer/entry";
import { madeAtMs, ruleEntry, type Ruling } from "#domain/answer/rule";

export interface FoldContext {
  /** Where the marker of the lowest epoch above `epoch` stands, or null. */
  nextMarker(epoch: number): Arrival | null;
  /** The candidate's end, ms, or null while unknown. */
  readonly endMs: number | null;
}

/** The answer in force for one item. `answer` is null when a lock came without any answer. */
export interface CurrentItem {
  answer: (Position & { value: AnswerValue }) | null;
  lock: Position | null;
}
export interface RuledEntry {
  readonly entry: Entry;
  readonly madeAtMs: number;
  readonly ruling: Ruling;
}
export interface CandidateFold {
  readonly items: Map<string, CurrentItem>;
  readonly ruled: readonly RuledEntry[];
}

/** Folds all entries of one candidate in one sitting, in any order of arrival, each key at most once. */
export function foldCandidate(entries: readonly Entry[], context: FoldContext): CandidateFold {
  const items = new Map<string, CurrentItem>();
  const ruled: RuledEntry[] = [];
  let epoch = 0;
  let previousMadeAtMs = 0;
  for (const entry of [...entries].sort((a, b) => comparePositions(a.frame, b.frame))) {
    if (entry.frame.epoch !== epoch) {
      epoch = entry.frame.epoch;
      previousMadeAtMs = 0;
    }
    const made = madeAtMs(entry.frame.claimedAtMs, previousMadeAtMs, entry.receivedAtMs);
    previousMadeAtMs = made;
    const lock = entry.frame.kind === "answer" ? (items.get(entry.frame.itemId)?.lock ?? null) : null;
    const nextMarker = context.nextMarker(epoch);
    const ruling = ruleEntry(entry, { nextMarker, lock, endMs: context.endMs, madeAtMs: made });
    ruled.push({ entry, madeAtMs: made, ruling });
    if (ruling.counts) applyEntry(items, entry);
  }
  return { items, ruled };
}

/** Applies one entry that counts. Entries come in order of position, so the last one is the one in force. */
export function applyEntry(items: Map<string, CurrentItem>, entry: Entry): void {
  const { frame } = entry;
  const position = { epoch: frame.epoch, seq: frame.seq };
  if (frame.kind === "answer") {
    items.set(frame.itemId, {
      answer: { ...position, value: frame.value },
      lock: items.get(frame.itemId)?.lock ?? null,
    });
  } else if (frame.kind === "lock") {
    for (const itemId of frame.itemIds) {
      const item = items.get(itemId);
      items.set(itemId, { answer: item?.answer ?? null, lock: item?.lock ?? position });
    }
  }
}

/** Highest seq without a gap, going on from `from`, given the seqs above it in any order. */
export function securedSeq(from: number, seqs: Iterable<number>): number {
  const above = new Set(seqs);
  let seq = from;
  while (above.has(seq + 1)) seq += 1;
  return seq;
}
