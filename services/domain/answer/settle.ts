/**
 * What a batch changes for one candidate: pure, between the log insert and the other statements. Entries that come
 * in order, which is nearly always, are settled from the candidate's progress rows alone; anything else (a gap, an
 * epoch without a marker) is folded again from the whole log of that candidate.
 */
import { compareArrivals, type Entry } from "#domain/answer/entry";
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

/**
 * True when every new entry follows directly what is secured of its epoch, and each epoch is either the candidate's
 * newest or was replaced before its entries arrived: those are kept and change nothing in force.
 */
export function comeInOrder(
  newEntries: readonly Entry[],
  epochs: readonly EpochProgress[],
  context: Pick<FoldContext, "nextMarker">,
): boolean {
  const newest = [...epochs, ...newEntries.map((e) => e.frame)].reduce((highest, e) => Math.max(highest, e.epoch), 0);
  const expected = new Map<number, number>();
  for (const entry of newEntries) {
    const { epoch, seq } = entry.frame;
    const progress = epochs.find((e) => e.epoch === epoch);
    if (progress && progress.head !== progress.d2) return false;
    if (seq !== (expected.get(epoch) ?? (progress?.d2 ?? 0) + 1)) return false;
    expected.set(epoch, seq + 1);
    const marker = context.nextMarker(epoch);
    if (epoch !== newest && !(marker && compareArrivals(entry.arrival, marker) > 0)) return false;
  }
  return true;
}

/**
 * Settles entries for which comeInOrder holds. Only the items of the batch are returned; what an earlier batch locked
 * is respected by the statement that stores them.
 */
export function settleInOrder(
  newEntries: readonly Entry[],
  epochs: readonly EpochProgress[],
  context: FoldContext,
): Settlement {
  const items = new Map<string, CurrentItem>();
  const after = new Map<number, EpochProgress>();
  for (const entry of newEntries) {
    const { frame } = entry;
    const progress = after.get(frame.epoch) ?? {
      ...(epochs.find((e) => e.epoch === frame.epoch) ?? startOf(frame.epoch)),
    };
    after.set(frame.epoch, progress);
    progress.d2 = progress.head = frame.seq;
    progress.d2MadeAtMs = madeAtMs(frame.claimedAtMs, progress.d2MadeAtMs, entry.receivedAtMs);
    const lock = frame.kind === "answer" ? (items.get(frame.itemId)?.lock ?? null) : null;
    const nextMarker = context.nextMarker(frame.epoch);
    const ruling = ruleEntry(entry, { nextMarker, lock, endMs: context.endMs, madeAtMs: progress.d2MadeAtMs });
    if (!ruling.counts) continue;
    applyEntry(items, entry);
    if (frame.kind === "submit") progress.submitted = true;
  }
  return { items, epochs: [...after.values()] };
}
const startOf = (epoch: number): EpochProgress => ({ epoch, d2: 0, head: 0, d2MadeAtMs: 0, submitted: false });

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
