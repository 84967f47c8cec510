import { expect, test } from "vitest";
import { createReviewGroups, judge, mayJudge, OPEN, type ReviewState, type Verdict } from "#domain/marking/review";
import { answersOf, markingOf } from "#domain/marking/testing/a-paper";

const after = (...verdicts: [string, Verdict][]): ReviewState | null =>
  verdicts.reduce<ReviewState | null>((state, [by, verdict]) => state && judge(state, by, verdict), OPEN);

test("two who agree settle it; where they differ a third one does", () => {
  expect(after(["a", "accept"], ["b", "accept"])).toEqual({ kind: "settled", verdict: "accept", by: ["a", "b"] });
  expect(after(["a", "refuse"], ["b", "refuse"])).toMatchObject({ kind: "settled", verdict: "refuse" });
  expect(after(["a", "accept"], ["b", "refuse"])).toEqual({ kind: "disputed", by: ["a", "b"] });
  expect(after(["a", "accept"], ["b", "refuse"], ["c", "refuse"])).toMatchObject({
    kind: "settled",
    verdict: "refuse",
  });
});
test("nobody judges twice, and nothing that is settled", () => {
  expect(after(["a", "accept"], ["a", "accept"])).toBeNull();
  expect(after(["a", "accept"], ["b", "refuse"], ["a", "accept"])).toBeNull();
  expect(after(["a", "accept"], ["b", "accept"], ["c", "refuse"])).toBeNull();
});
test("what a reviewer is told does not say what another one judged", () => {
  for (const verdict of ["accept", "refuse"] as const) {
    const half = after(["a", verdict]);
    expect(half && [mayJudge(half, "a"), mayJudge(half, "b")]).toEqual([false, true]);
  }
});

test("equal texts are one group, without their writers; what is accepted, empty or ruled out is none", () => {
  const rulings = [
    { id: "r", reason: "", decision: "annul" as const, scope: { kind: "centre" as const, code: "BRE" }, items: ["q3"] },
  ];
  const marking = markingOf({ rulings });
  const review = createReviewGroups(marking);
  const texts = ["le SAMU", "Le samu !", "15", "dix-sept", "...", "le samu", "ailleurs"];
  texts.forEach((text, n) => {
    const place = { anonymityNumber: String(n), centre: n < 6 ? "REN" : "BRE", room: "" };
    const candidate = answersOf(marking, { q3: { text } }, { place });
    review.add(candidate, marking.mark(candidate));
  });
  expect(review.groups()).toEqual([
    { item: "q3", text: "le samu", candidates: 3, written: ["Le samu !", "le SAMU", "le samu"] },
    { item: "q3", text: "dix sept", candidates: 1, written: ["dix-sept"] },
  ]);
});
