/** When nobody waits for the generator, so that it may collect its garbage. Pure. */
import type { Profile } from "#loadtest/profiles/profile";
import { instantAt, type Timetable } from "#loadtest/profiles/timetable";

/** Before the start, when everybody has signed in and the start has not been announced. */
const BEFORE_START_MS = 12_000;
/** Of a pause: behind what tablets say about it, before they hear of its end. */
const INTO_PAUSE = 0.4;

/** While no server answers nobody waits for an acknowledgement, s: an outage shorter than this is over too soon. */
const OUTAGE_LEAST_S = 30;

/** Instants, ms since 1970. */
export function quietMoments({ sitting, scenes, faults }: Profile, timetable: Timetable): readonly number[] {
  const pauses = scenes.flatMap(({ act, at }, n) => {
    const next = scenes[n + 1];
    return act === "pause" && next ? [instantAt(timetable, at + (next.at - at) * INTO_PAUSE)] : [];
  });
  const outages = faults.flatMap(({ at, fault: { part, what, seconds } }) =>
    part === "ingest" && what === "down" && seconds >= OUTAGE_LEAST_S
      ? [instantAt(timetable, at) + (seconds * 1_000) / 2]
      : [],
  );
  return [...(sitting === "own" ? [timetable.startMs - BEFORE_START_MS] : []), ...pauses, ...outages];
}
