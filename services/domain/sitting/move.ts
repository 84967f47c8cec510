/** A candidate who changes place while the paper is open keeps the time that the old place still had to give. Integer ms. */
import { clockAt, type ExtraTime, paperOf, type SittingState } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";

export interface Move {
  readonly state: SittingState;
  /** Planned duration of each paper, ms, without extra time. */
  readonly durations: { readonly main: number; readonly backup: number };
  readonly extra: ExtraTime;
  readonly from: Place;
  readonly to: Place;
  readonly nowMs: number;
}

/**
 * What the new place has less time left than the old one, ms: pauses and credits of a centre or a room stay behind when
 * a candidate leaves it. 0 where nothing is lost, and where one of the two has not begun or is over.
 */
export function timeLeftBehind({ state, durations, extra, from, to, nowMs }: Move): number {
  const leftMs = (place: Place): number | null => {
    const clock = clockAt(state, durations[paperOf(state, place)], extra, place, nowMs);
    return "leftMs" in clock ? clock.leftMs : null;
  };
  const [before, after] = [leftMs(from), leftMs(to)];
  return before === null || after === null ? 0 : Math.max(0, before - after);
}
