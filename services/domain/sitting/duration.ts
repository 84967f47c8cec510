/** Which of a sitting's two papers says how long somebody has. */
import { paperOf, type SittingState } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";

/** Without extra time, ms. */
export interface Durations {
  readonly durationMs: number;
  /** Null: no backup paper is staged. */
  readonly backupDurationMs: number | null;
}

/** The duration of the paper that is taken at a place, without extra time, ms. */
export const durationAt = (state: SittingState, durations: Durations, place: Place | null): number =>
  paperOf(state, place) === "backup" ? (durations.backupDurationMs ?? durations.durationMs) : durations.durationMs;
