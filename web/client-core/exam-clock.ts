/** Where a candidate stands in time, from what sign-in told and the journal's state. */
import type { SignInResponse } from "#contracts/http/sign-in";
import { type CandidateClock, clockAt, type SittingState, startOf } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";

export type { CandidateClock } from "#domain/sitting/clock";
type SignedIn = Pick<SignInResponse, "candidate" | "sitting">;

export function clockOf(state: SittingState, signedIn: SignedIn, nowMs: number): CandidateClock {
  const { candidate, sitting } = signedIn;
  return clockAt(state, sitting.durationMs, candidate.extraTime, placeOf(signedIn), nowMs);
}

/** What the pause under way has given back so far, ms; 0 without one. A pause older than the start counts from there. */
export function givenBackMs(state: SittingState, signedIn: SignedIn, clock: CandidateClock, nowMs: number): number {
  if (clock.stage !== "paused") return 0;
  return nowMs - Math.max(clock.sinceMs, startOf(state, placeOf(signedIn)) ?? clock.sinceMs);
}

const placeOf = ({ candidate }: SignedIn): Place => ({
  centreId: candidate.centreId,
  roomId: candidate.roomId,
  candidateId: candidate.id,
});
