/** When nobody waits for the generator, so that it may collect its garbage. Pure. */
import type { Profile } from "#loadtest/profiles/profile";
import { instantAt, type Timetable } from "#loadtest/profiles/timetable";

/** Before the start, when everybody has signed in and the start has not been announced. */
const BEFORE_START_MS = 12_000;
/** Of a pause: behind what tablets say about it, before they hear of its end. */
const INTO_PAUSE = 0.4;

/** Instants, ms since 1970, in order. */
export function quietMoments({ sitting, scenes }: Profile, timetable: Timetable): readonly number[] {
  const pauses = scenes.flatMap(({ act, at }, n) => {
    const next = scenes[n + 1];
    return act === "pause" && next ? [instantAt(timetable, at + (next.at - at) * INTO_PAUSE)] : [];
  });
  return sitting === "joined" ? pauses : [timetable.startMs - BEFORE_START_MS, ...pauses];
}
