/**
 * What a batch changes for one candidate: pure, between the log insert and the other statements. Entries that come
 * in order, which is nearly always, are settled from the candidate's progress row alone; anything else (a gap, a
 * replaced device that delivers old entries) is folded again from the whole log of that candidate.
 */
import type { Entry } from "#domain/answer/entry";
import {
  applyEntry,
  type CurrentItem,
  type FoldContext,
  foldCandidate,
  type RuledEntry,
  securedSeq,
} from "#domain/answer/fold";
import { madeAtMs, ruleEntry } from "#domain/answer/rule";

export interface EpochProgress {
  readonly epoch: number;
  d2: number;
  head: number;
  d2MadeAtMs: number;
  submitted: boolean;
}
export interface Settlement {
  readonly items: ReadonlyMap<string, CurrentItem>;
  readonly epochs: readonly EpochProgress[];
}

/** True when every new entry follows directly what is secured of the candidate's newest epoch. */
export function comeInOrder(newEntries: readonly Entry[], epochs: readonly EpochProgress[]): boolean {
  const newest = epochs.reduce((highest, e) => Math.max(highest, e.epoch), 0);
  const progress = epochs.find((e) => e.epoch === newest);
  if (progress && progress.head !== progress.d2) return false;
  let expected = (progress?.d2 ?? 0) + 1;
  for (const { frame } of newEntries) {
    if (frame.seq !== expected || (newest !== 0 && frame.epoch !== newest)) return false;
    if (newest === 0 && frame.epoch !== newEntries[0]?.frame.epoch) return false;
    expected += 1;
  }
  return true;
}

/**
 * Settles entries for which comeInOrder holds. Only the items of the batch are returned; what an earlier batch locked
 * is respected by the statement that stores them.
 */
export function settleInOrder(newEntries: readonly Entry[], before: EpochProgress, endMs: number | null): Settlement {
  const items = new Map<string, CurrentItem>();
  const after: EpochProgress = { ...before };
  for (const entry of newEntries) {
    const { frame } = entry;
    after.d2 = after.head = frame.seq;
    after.d2MadeAtMs = madeAtMs(frame.claimedAtMs, after.d2MadeAtMs, entry.receivedAtMs);
    const lock = frame.kind === "answer" ? (items.get(frame.itemId)?.lock ?? null) : null;
    if (!ruleEntry(entry, { nextMarker: null, lock, endMs, madeAtMs: after.d2MadeAtMs }).counts) continue;
    applyEntry(items, entry);
    if (frame.kind === "submit") after.submitted = true;
  }
  return { items, epochs: [after] };
}

/** Settles a candidate from the whole log. Every item of the result replaces what was there. */
export function settleAnew(log: readonly Entry[], context: FoldContext): Settlement {
  const { items, ruled } = foldCandidate(log, context);
  const byEpoch = new Map<number, RuledEntry[]>();
  for (const r of ruled) {
    const group = byEpoch.get(r.entry.frame.epoch);
    if (group) group.push(r);
    else byEpoch.set(r.entry.frame.epoch, [r]);
  }
  const epochs = [...byEpoch].map(([epoch, entries]) => {
    const seqs = entries.map((r) => r.entry.frame.seq);
    const d2 = securedSeq(0, seqs);
    return {
      epoch,
      d2,
      head: seqs.at(-1) ?? 0, // ruled entries are in order of position
      d2MadeAtMs: entries.find((r) => r.entry.frame.seq === d2)?.madeAtMs ?? 0,
      submitted: entries.some((r) => r.entry.frame.kind === "submit" && r.ruling.counts),
    };
  });
  return { items, epochs };
}
