import { expect, test } from "vitest";
import { createLatencyWindow } from "#runtime/latency-window";

const NOW_MS = 1_700_000_000_000;

test("the 99th percentile is right within a tenth, from under a millisecond to minutes", () => {
  for (const scale of [1, 30, 1_000, 20_000]) {
    const window = createLatencyWindow();
    for (let n = 1; n <= 1_000; n++) window.record((n * scale) / 100, NOW_MS);
    const exact = 9.9 * scale;
    expect(window.p99Ms(NOW_MS)).toBeGreaterThanOrEqual(exact);
    expect(window.p99Ms(NOW_MS)).toBeLessThanOrEqual(exact * 1.1 + 1);
  }
});

test("one in a hundred may be slow, two may not", () => {
  const window = createLatencyWindow();
  for (let n = 0; n < 99; n++) window.record(2, NOW_MS);
  window.record(5_000, NOW_MS);
  expect(window.p99Ms(NOW_MS)).toBe(3);
  window.record(5_000, NOW_MS);
  expect(window.p99Ms(NOW_MS)).toBeGreaterThan(4_999);
});

test("what is older than ten seconds is forgotten; without anything there is no percentile", () => {
  const window = createLatencyWindow();
  expect([window.p99Ms(NOW_MS), window.perSecond(NOW_MS)]).toEqual([null, 0]);
  for (let second = 0; second < 10; second++)
    for (let n = 0; n < 7; n++) window.record(second === 0 ? 900 : 1, NOW_MS + second * 1_000);
  expect(window.perSecond(NOW_MS + 9_000)).toBe(7);
  expect(window.p99Ms(NOW_MS + 9_000)).toBeGreaterThan(899);
  expect(window.p99Ms(NOW_MS + 10_000)).toBe(2);
  expect(window.perSecond(NOW_MS + 30_000)).toBe(0);
});

test("a wait that a clock set back makes negative, or that lasts for hours, breaks nothing", () => {
  const window = createLatencyWindow();
  window.record(-50, NOW_MS);
  expect(window.p99Ms(NOW_MS)).toBe(1);
  window.record(86_400_000, NOW_MS);
  expect(window.p99Ms(NOW_MS)).toBeGreaterThan(200_000);
});
