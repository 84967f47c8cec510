/** What counts: one pure function, used by the drain and again by marking; never frozen at ingest. */
import { type Arrival, compareArrivals, comparePositions, type EntryToFold, type Position } from "#domain/answer/entry";

export const SET_ASIDE_REASONS = ["superseded_device", "after_lock", "after_end"] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];
export type Ruling =
  | {
      readonly counts: true;
      /** Made in time, delivered after the end: flagged, no ruling needed. */ readonly late: boolean;
    }
  | { readonly counts: false; readonly reason: SetAsideReason };

export interface RulingContext {
  /** Where the marker of the next higher epoch stands, or null while this epoch is the newest. */
  readonly nextMarker: Arrival | null;
  /** Position of the first lock that covers the entry's item, or null. */
  readonly lock: Position | null;
  /** The candidate's end, ms; null while unknown (not started, journal out of reach): nothing is late then. */
  readonly endMs: number | null;
  /** When the entry was made: see madeAtMs. */
  readonly madeAtMs: number;
}

/** There are but five rulings; a national log has a million entries. */
const IN_TIME: Ruling = { counts: true, late: false };
const DELIVERED_LATE: Ruling = { counts: true, late: true };
const SUPERSEDED: Ruling = { counts: false, reason: "superseded_device" };
const AFTER_LOCK: Ruling = { counts: false, reason: "after_lock" };
const AFTER_END: Ruling = { counts: false, reason: "after_end" };

export function ruleEntry(entry: EntryToFold<unknown>, context: RulingContext): Ruling {
  if (context.nextMarker && compareArrivals(entry.arrival, context.nextMarker) > 0) return SUPERSEDED;
  if (context.lock && comparePositions(entry.frame, context.lock) > 0) return AFTER_LOCK;
  // Handing in and acknowledging an act change no answer: a tablet does both a moment after the end by itself.
  const changesAnswers = entry.frame.kind === "answer" || entry.frame.kind === "lock";
  if (changesAnswers && context.endMs !== null && context.madeAtMs > context.endMs) return AFTER_END;
  return context.endMs !== null && entry.receivedAtMs > context.endMs ? DELIVERED_LATE : IN_TIME;
}

/**
 * When an entry was made: the tablet's claim, bounded by its neighbours: never before the entry that precedes it in the
 * chain, never after the server received it.
 */
export function madeAtMs(claimedAtMs: number, previousMadeAtMs: number, receivedAtMs: number): number {
  return Math.min(Math.max(claimedAtMs, previousMadeAtMs), receivedAtMs);
}
