/**
 * One candidate's entries folded into answers in force: the definition that the drain's incremental path, marking and
 * the simulator must all agree with.
 */
import {
  type AnswerValue,
  type Arrival,
  comparePositions,
  type EntryToFold,
  type Position,
} from "#domain/answer/entry";
import { madeAtMs, ruleEntry, type Ruling } from "#domain/answer/rule";

export interface FoldContext {
  /** Where the marker of the lowest epoch above `epoch` stands, or null. */
  nextMarker(epoch: number): Arrival | null;
  /** The candidate's end, ms, or null while unknown. */
  readonly endMs: number | null;
}

/** The answer in force for one item. `answer` is null when a lock came without any answer. */
export interface CurrentItem<V = AnswerValue> {
  answer: (Position & { value: V }) | null;
  lock: Position | null;
}
export interface RuledEntry<V = AnswerValue> {
  readonly entry: EntryToFold<V>;
  readonly madeAtMs: number;
  readonly ruling: Ruling;
}
export interface CandidateFold<V = AnswerValue> {
  readonly items: Map<string, CurrentItem<V>>;
  readonly ruled: readonly RuledEntry<V>[];
}

/** Folds all entries of one candidate in one sitting, in any order of arrival, each key at most once. */
export function foldCandidate<V>(entries: readonly EntryToFold<V>[], context: FoldContext): CandidateFold<V> {
  const items = new Map<string, CurrentItem<V>>();
  const ruled: RuledEntry<V>[] = [];
  let epoch = 0;
  let previousMadeAtMs = 0;
  let nextMarker: Arrival | null = null;
  for (const entry of [...entries].sort((a, b) => comparePositions(a.frame, b.frame))) {
    const { frame } = entry;
    if (frame.epoch !== epoch) {
      epoch = frame.epoch;
      previousMadeAtMs = 0;
      nextMarker = context.nextMarker(epoch);
    }
    const made = madeAtMs(frame.claimedAtMs, previousMadeAtMs, entry.receivedAtMs);
    previousMadeAtMs = made;
    const lock = frame.kind === "answer" ? (items.get(frame.itemId)?.lock ?? null) : null;
    const ruling = ruleEntry(entry, { nextMarker, lock, endMs: context.endMs, madeAtMs: made });
    ruled.push({ entry, madeAtMs: made, ruling });
    if (ruling.counts) applyEntry(items, entry);
  }
  return { items, ruled };
}

/** Applies one entry that counts. Entries come in order of position, so the last one is the one in force. */
export function applyEntry<V>(items: Map<string, CurrentItem<V>>, { frame }: EntryToFold<V>): void {
  const { epoch, seq } = frame;
  if (frame.kind === "answer") {
    const lock = items.get(frame.itemId)?.lock ?? null;
    items.set(frame.itemId, { answer: { epoch, seq, value: frame.value }, lock });
  } else if (frame.kind === "lock") {
    for (const itemId of frame.itemIds) {
      const item = items.get(itemId);
      items.set(itemId, { answer: item?.answer ?? null, lock: item?.lock ?? { epoch, seq } });
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
