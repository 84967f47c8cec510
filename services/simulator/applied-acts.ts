/** [I10] An act appended is applied by everyone it touches, once, in journal order. */
import type { EntryFrame } from "#domain/answer/entry";
import { type Act, isForTablets } from "#domain/sitting/act";
import { endOf, NO_EXTRA_TIME, type SittingState } from "#domain/sitting/clock";
import { covers, type Place } from "#domain/sitting/scope";

export interface Journalled {
  readonly acts: readonly Act[];
  readonly state: SittingState;
}
/** Far more than any pause: an end that is known differs if the clocks do. */
const DURATION_MS = 3 * 3_600_000;

/** What a device's log says of acts, against the journal. `complete`: it is in use, and had time to hear everything. */
export function checkApplied(
  journal: Journalled,
  place: Place,
  frames: readonly EntryFrame[],
  complete: boolean,
): string[] {
  const touching = journal.acts.filter((act) => covers(act.scope, place) && isForTablets(act)).map((act) => act.id);
  const applied = frames.flatMap((f) => (f.kind === "applied" && f.stage === "applied" ? [f.actId] : []));
  const expected = complete ? touching : touching.slice(0, applied.length);
  if (applied.join() === expected.join()) return [];
  return [`[I10] candidate ${place.candidateId} applied ${applied.join(" ")}, the journal has ${touching.join(" ")}`];
}

/** The clock that a tablet makes of its part of the journal is the one that the whole journal makes for its candidate. */
export function checkClock(journal: Journalled, place: Place, state: SittingState): string[] {
  const [whole, part] = [journal.state, state].map((of) => endOf(of, DURATION_MS, NO_EXTRA_TIME, place));
  return whole === part ? [] : [`[I10] candidate ${place.candidateId} ends at ${part}, by the journal at ${whole}`];
}
