/**
 * What a student says to the seat that was published. Answers of a publication stand one after the other; the last one
 * holds. What cannot be taken back is confirmed by somebody who has just signed in (account.ts, PROVEN_FOR_MS).
 */

/**
 * `accepted`: keeps the seat, and moves up if a better wish comes free (R31) · `locked`: keeps it and wants no better one ·
 * `keeps-below`: gives it up and stays in the running for the wishes below · `resigned`: leaves the procedure (R27).
 */
export const SEAT_ANSWERS = ["accepted", "locked", "keeps-below", "resigned"] as const;
export type SeatAnswerKind = (typeof SEAT_ANSWERS)[number];

/** Nothing follows them but what is in the list: who has locked may still leave. */
const NEXT: Readonly<Record<SeatAnswerKind | "none", readonly SeatAnswerKind[]>> = {
  none: SEAT_ANSWERS,
  accepted: ["locked", "keeps-below", "resigned"],
  locked: ["resigned"],
  "keeps-below": [],
  resigned: [],
};
export const needsProof = (answer: SeatAnswerKind): boolean => answer !== "accepted";

export interface SeatOffer {
  readonly publicationId: number;
  /** Code; null: admitted nowhere. */
  readonly programme: string | null;
  /** The first instant that is too late; null: nothing is asked. */
  readonly answersUntilMs: number | null;
}
export interface SeatAnswerAsked {
  readonly publicationId: number;
  /** What the screen showed, so that nobody answers to another seat than the one they have read. */
  readonly programme: string;
  readonly answer: SeatAnswerKind;
  readonly confirmed: boolean;
}
export type SeatAnswerProblem =
  | "no_seat"
  /** A newer publication has another seat, or this one was withdrawn. */
  | "seat_changed"
  | "answers_over"
  | "answer_final"
  | "confirmation_needed"
  | "sign_in_again";

/** What may still be answered at a time. */
export const answersOpen = (last: SeatAnswerKind | null, offer: SeatOffer, nowMs: number): readonly SeatAnswerKind[] =>
  offer.programme === null || offer.answersUntilMs === null || nowMs >= offer.answersUntilMs
    ? []
    : NEXT[last ?? "none"];

/** Why an answer is refused; null: it counts. The same answer twice is no second one: see `isRepeated`. */
export function seatAnswerProblem(
  last: SeatAnswerKind | null,
  offer: SeatOffer,
  asked: SeatAnswerAsked,
  at: { readonly receivedAtMs: number; readonly proven: boolean },
): SeatAnswerProblem | null {
  if (offer.publicationId !== asked.publicationId) return "seat_changed";
  if (offer.programme === null || offer.answersUntilMs === null) return "no_seat";
  if (offer.programme !== asked.programme) return "seat_changed";
  if (at.receivedAtMs >= offer.answersUntilMs) return "answers_over";
  if (!NEXT[last ?? "none"].includes(asked.answer)) return "answer_final";
  if (!needsProof(asked.answer)) return null;
  if (!asked.confirmed) return "confirmation_needed";
  return at.proven ? null : "sign_in_again";
}

export const isRepeated = (last: SeatAnswerKind | null, asked: SeatAnswerAsked): boolean => last === asked.answer;
