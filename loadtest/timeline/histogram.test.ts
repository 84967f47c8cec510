import { expect, test } from "vitest";
import { Histogram } from "#loadtest/timeline/histogram";

test("quantiles are within 2 % of what was recorded, of one as of two added", () => {
  const [odd, even, none] = [new Histogram(), new Histogram(), new Histogram()];
  for (let ms = 1; ms <= 1_000; ms++) (ms % 2 === 0 ? even : odd).record(ms);
  odd.add(even);
  odd.add(none);
  expect(odd.total).toBe(1_000);
  expect(odd.quantile(0.5) / 500).toBeCloseTo(1, 1);
  expect(odd.quantile(0.99) / 990).toBeCloseTo(1, 1);
  expect([odd.quantile(1), odd.max]).toEqual([1_000, 1_000]);
  expect([none.quantile(0.5), none.max]).toEqual([NaN, NaN]);
});

test("nothing is below a millisecond, and what is longer than all steps counts", () => {
  const times = new Histogram();
  times.record(0);
  expect(times.quantile(0.5)).toBe(0);
  times.record(10_000_000);
  expect(times.quantile(0.5)).toBe(1);
  expect(times.max).toBe(10_000_000);
});
