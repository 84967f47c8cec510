import { expect, test } from "vitest";
import { createEpochBudget } from "#control/sign-in/epoch-budget";

test("ten at once, then one every ten seconds, each candidate for themselves", () => {
  const budget = createEpochBudget();
  const spend = (candidateId: number, nowMs: number) => budget.spend(candidateId, nowMs);
  expect(Array.from({ length: 10 }, () => spend(1, 0))).toEqual(Array<number>(10).fill(0));
  expect(spend(1, 0)).toBe(10_000);
  expect(spend(2, 0)).toBe(0);
  expect(spend(1, 9_999)).toBe(1);
  expect(spend(1, 10_000)).toBe(0);
  expect(spend(1, 10_000)).toBe(10_000);
  expect(Array.from({ length: 11 }, () => spend(1, 500_000)).filter((wait) => wait === 0).length).toBe(10);
});
