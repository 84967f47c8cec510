/** Where a candidate stands in time, from what sign-in told and the journal's state. */
import type { SignInResponse } from "#contracts/http/sign-in";
import {
  type CandidateClock,
  clockAt,
  durationWith,
  endOf,
  extraTimeOf,
  paperOf,
  type SittingState,
  startOf,
} from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";

export type { CandidateClock } from "#domain/sitting/clock";
export type WhichPaper = "main" | "backup";
type SignedIn = Pick<SignInResponse, "candidate" | "sitting" | "backup">;

export function clockOf(state: SittingState, signedIn: SignedIn, nowMs: number): CandidateClock {
  return clockAt(state, plannedMs(state, signedIn), signedIn.candidate.extraTime, placeOf(signedIn), nowMs);
}

/** When the candidate's time is over, ms; null while it cannot be known. */
export function endFor(state: SittingState, signedIn: SignedIn): number | null {
  return endOf(state, plannedMs(state, signedIn), signedIn.candidate.extraTime, placeOf(signedIn));
}

export const whichPaper = (state: SittingState, signedIn: SignedIn): WhichPaper => paperOf(state, placeOf(signedIn));

/** The candidate's duration, extra time included, as it is now, ms. */
export function durationFor(state: SittingState, signedIn: SignedIn): number {
  const extra = extraTimeOf(state, signedIn.candidate.extraTime, placeOf(signedIn));
  return durationWith(plannedMs(state, signedIn), extra);
}

export const hasExtraTime = (state: SittingState, signedIn: SignedIn): boolean =>
  durationFor(state, signedIn) > plannedMs(state, signedIn);

/** What the pause under way has given back so far, ms; 0 without one. A pause older than the start counts from there. */
export function givenBackMs(state: SittingState, signedIn: SignedIn, clock: CandidateClock, nowMs: number): number {
  if (clock.stage !== "paused") return 0;
  return nowMs - Math.max(clock.sinceMs, startOf(state, placeOf(signedIn)) ?? clock.sinceMs);
}

export const placeOf = ({ candidate }: Pick<SignedIn, "candidate">): Place => ({
  centreId: candidate.centreId,
  roomId: candidate.roomId,
  candidateId: candidate.id,
});

/** The duration of the paper that is taken, without extra time, ms. */
function plannedMs(state: SittingState, signedIn: SignedIn): number {
  return whichPaper(state, signedIn) === "backup" && signedIn.backup
    ? signedIn.backup.durationMs
    : signedIn.sitting.durationMs;
}
