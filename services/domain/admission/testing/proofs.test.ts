import { expect, test } from "vitest";
import { proveMarkets, proveSequences } from "#domain/admission/testing/proofs";

test("R21: of every possible way of seating everybody, the engine gives the stable one that is best for all", () => {
  const { markets, choices, wrong } = proveMarkets(1, 400);
  expect({ markets, wrong }).toEqual({ markets: 400, wrong: [] });
  expect(choices).toBeGreaterThan(5);
});
test("R27: a resignation finds replacements; R28, R29: nobody who stays loses anything, round after round", () => {
  const { wrong, moves, protectedRounds } = proveSequences(1, 200);
  expect({ wrong, protectedRounds }).toEqual({ wrong: [], protectedRounds: 0 });
  expect(moves).toBeGreaterThan(100);
});
test("R30: nor with partial resignations and corrections after publication, which the protected mode settles", () => {
  const { wrong, protectedRounds } = proveSequences(1, 200, { partial: true, corrections: true });
  expect(wrong).toEqual([]);
  expect(protectedRounds).toBeGreaterThan(40);
});
test("R30: each of those rounds is the best stable one for candidates in its mode", () => {
  const { wrong, protectedRounds } = proveSequences(1, 50, { partial: true, corrections: true, exhaustive: true });
  expect(wrong).toEqual([]);
  expect(protectedRounds).toBeGreaterThan(5);
});
