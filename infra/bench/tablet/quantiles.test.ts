import { expect, test } from "vitest";
import { quantile, spreadOf } from "#infra/bench/tablet/quantiles.ts";

test("a quantile is one of the values, and the p99 of few of them is the largest", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect([0.5, 0.95, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([50, 95, 99, 100]);
  expect(quantile([7, 3], 0.99)).toBe(7);
  expect(quantile([3], 0)).toBe(3);
});

test("nothing measured is no figure", () => {
  expect(quantile([], 0.5)).toBeNaN();
  expect(spreadOf([])).toMatchObject({ count: 0, p99Ms: NaN });
});
