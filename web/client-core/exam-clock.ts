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
import type { WhichPaper } from "#domain/seal/labels";
import type { Place } from "#domain/sitting/scope";

export type { CandidateClock } from "#domain/sitting/clock";
type SignedIn = Pick<SignInResponse, "candidate" | "sitting" | "backup">;

/** When a code opened each paper where no start was heard, ms of server time; null where none did. */
export type CodeStarts = Readonly<Record<WhichPaper, number | null>>;
const NO_CODES: CodeStarts = { main: null, backup: null };

export function clockOf(
  state: SittingState,
  signedIn: SignedIn,
  nowMs: number,
  codes: CodeStarts = NO_CODES,
): CandidateClock {
  const endMs = provisionalEnd(state, signedIn, codes);
  const heard = clockAt(state, plannedMs(state, signedIn), signedIn.candidate.extraTime, placeOf(signedIn), nowMs);
  if (endMs === null || heard.stage === "cancelled") return heard;
  return endMs > nowMs ? { stage: "running", leftMs: endMs - nowMs, pausesAtMs: null } : { stage: "over" };
}

/** When the candidate's time is over, ms; null while it cannot be known. */
export function endFor(state: SittingState, signedIn: SignedIn, codes: CodeStarts = NO_CODES): number | null {
  return (
    provisionalEnd(state, signedIn, codes) ??
    endOf(state, plannedMs(state, signedIn), signedIn.candidate.extraTime, placeOf(signedIn))
  );
}

/**
 * When the time of a paper that a code opened is over, ms: counted from the code, as long as the journal says nothing of
 * its start. Null where the journal's clock counts.
 */
export function provisionalEnd(state: SittingState, signedIn: SignedIn, codes: CodeStarts): number | null {
  const paper = whichPaper(state, signedIn, codes);
  const openedAtMs = codes[paper];
  if (openedAtMs === null) return null;
  const heard = whichPaper(state, signedIn) === paper && startOf(state, placeOf(signedIn)) !== null;
  return heard ? null : openedAtMs + durationFor(state, signedIn, codes);
}

export const whichPaper = (state: SittingState, signedIn: SignedIn, codes: CodeStarts = NO_CODES): WhichPaper =>
  codes.backup === null ? paperOf(state, placeOf(signedIn)) : "backup";

/** The candidate's duration, extra time included, as it is now, ms. */
export function durationFor(state: SittingState, signedIn: SignedIn, codes: CodeStarts = NO_CODES): number {
  const extra = extraTimeOf(state, signedIn.candidate.extraTime, placeOf(signedIn));
  return durationWith(plannedMs(state, signedIn, codes), extra);
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
function plannedMs(state: SittingState, signedIn: SignedIn, codes: CodeStarts = NO_CODES): number {
  return whichPaper(state, signedIn, codes) === "backup" && signedIn.backup
    ? signedIn.backup.durationMs
    : signedIn.sitting.durationMs;
}
