/** When what happens in one rehearsal. */
import type { Moment, Profile } from "#loadtest/profiles/profile";

/** Instants, whole ms since 1970, of this machine's clock. */
export interface Timetable {
  /** The first sign-in; the ledger and the report count from here. */
  readonly originMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Whoever is not secured by then gives up. */
  readonly settleUntilMs: number;
}

/** Between the last sign-in and the start: everybody has the paper. */
const READY_SECONDS = 15;

export function timetableOf(profile: Profile, originMs: number): Timetable {
  const waitSeconds = profile.sitting === "joined" ? 0 : profile.arrivalSeconds + READY_SECONDS;
  const startMs = originMs + Math.round(waitSeconds * 1_000);
  const endMs = startMs + Math.round(profile.minutes * 60_000);
  return { originMs, startMs, endMs, settleUntilMs: endMs + profile.settleSeconds * 1_000 };
}

/** The instant that stands at a share of the composing time. */
export const instantAt = ({ startMs, endMs }: Timetable, share: number): number =>
  Math.round(startMs + share * (endMs - startMs));

/** When tablet `index` does what everybody does at a moment. */
export const dueAt = (timetable: Timetable, { at, withinSeconds }: Moment, index: number, candidates: number): number =>
  instantAt(timetable, at) + Math.round((withinSeconds * 1_000 * index) / candidates);

/** When the memory that processes keep is weighed: evenly over the last two thirds of the composing time. */
export const weighingsOf = ({ weighings }: Profile, timetable: Timetable): readonly number[] =>
  Array.from({ length: weighings }, (_, n) => instantAt(timetable, (1 + (2 * (n + 0.5)) / weighings) / 3));
