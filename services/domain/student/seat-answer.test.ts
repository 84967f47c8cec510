import { describe, expect, test } from "vitest";
import { isProven, linkProblem, PROVEN_FOR_MS } from "#domain/student/account";
import { answersOpen, type SeatAnswerAsked, seatAnswerProblem, type SeatOffer } from "#domain/student/seat-answer";

const OFFER: SeatOffer = { publicationId: 7, programme: "MED", answersUntilMs: 1_000 };
const asked = (over: Partial<SeatAnswerAsked> = {}): SeatAnswerAsked => ({
  publicationId: 7,
  programme: "MED",
  answer: "accepted",
  confirmed: false,
  ...over,
});
const NOW = { receivedAtMs: 999, proven: true };

describe("an answer to a seat", () => {
  test("accepts at once, until the last instant", () => {
    expect(seatAnswerProblem(null, OFFER, asked(), { receivedAtMs: 999, proven: false })).toBe(null);
    expect(seatAnswerProblem(null, OFFER, asked(), { receivedAtMs: 1_000, proven: true })).toBe("answers_over");
  });
  test("R38: what cannot be taken back needs a second confirmation, by somebody who has just signed in", () => {
    for (const answer of ["locked", "keeps-below", "resigned"] as const) {
      expect(seatAnswerProblem(null, OFFER, asked({ answer }), NOW)).toBe("confirmation_needed");
      const sure = asked({ answer, confirmed: true });
      expect(seatAnswerProblem(null, OFFER, sure, { ...NOW, proven: false })).toBe("sign_in_again");
      expect(seatAnswerProblem(null, OFFER, sure, NOW)).toBe(null);
    }
    expect([isProven(0, PROVEN_FOR_MS - 1), isProven(0, PROVEN_FOR_MS)]).toEqual([true, false]);
  });
  test("is to the seat that the screen showed", () => {
    expect(seatAnswerProblem(null, OFFER, asked({ publicationId: 6 }), NOW)).toBe("seat_changed");
    expect(seatAnswerProblem(null, OFFER, asked({ programme: "PHA" }), NOW)).toBe("seat_changed");
    expect(seatAnswerProblem(null, { ...OFFER, programme: null }, asked(), NOW)).toBe("no_seat");
    expect(seatAnswerProblem(null, { ...OFFER, answersUntilMs: null }, asked(), NOW)).toBe("no_seat");
  });
  test("goes one way: nobody comes back from a resignation, and a locked seat is only left", () => {
    expect(answersOpen("accepted", OFFER, 0)).toEqual(["locked", "keeps-below", "resigned"]);
    expect(answersOpen("locked", OFFER, 0)).toEqual(["resigned"]);
    expect(answersOpen("resigned", OFFER, 0)).toEqual([]);
    expect(answersOpen(null, OFFER, 1_000)).toEqual([]);
    expect(seatAnswerProblem("resigned", OFFER, asked({ confirmed: true }), NOW)).toBe("answer_final");
    expect(seatAnswerProblem("locked", OFFER, asked({ answer: "accepted" }), NOW)).toBe("answer_final");
  });
});

test("a link opens once, and in time", () => {
  const link = { kind: "reset", expiresAtMs: 100, usedAtMs: null } as const;
  expect([linkProblem(null, 0), linkProblem(link, 99), linkProblem(link, 100)]).toEqual([
    ...["link_unknown", null, "link_expired"],
  ]);
  expect(linkProblem({ ...link, usedAtMs: 5 }, 6)).toBe("link_used");
});
