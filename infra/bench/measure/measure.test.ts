import { expect, test } from "vitest";
import { cpuMs } from "#infra/bench/measure/cpu-time.ts";
import { Latencies } from "#infra/bench/measure/latencies.ts";
import { median, rounded, spread } from "#infra/bench/measure/median.ts";

test("median, spread, rounding", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow("median of nothing");
  expect(spread([100, 105, 102])).toBeCloseTo(0.05);
  expect(rounded(51_612.3)).toBe(51_600);
});

test("quantiles are within 2 % of the recorded value", () => {
  const latencies = new Latencies();
  for (let ms = 1; ms <= 1_000; ms++) latencies.record(ms);
  expect(latencies.quantile(0.5) / 500).toBeCloseTo(1, 1);
  expect(latencies.quantile(0.99) / 990).toBeCloseTo(1, 1);
  latencies.clear();
  expect(latencies.quantile(0.5)).toBeNaN();
});

test("CPU time of this process grows while it works", () => {
  const before = cpuMs(process.pid);
  let sum = 0;
  for (let n = 0; n < 30_000_000; n++) sum += n % 7;
  expect(sum).toBeGreaterThan(0);
  expect(cpuMs(process.pid)).toBeGreaterThan(before);
});
