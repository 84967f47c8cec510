import { expect, test } from "vitest";
import { memoryGrowth } from "#loadtest/report/memory-growth";

const MINUTE = 60_000;
/** Twenty minutes, a sample every 10 s: what a process has at each minute. */
const samplesOf = (memory: Readonly<Record<string, (minute: number) => number>>) =>
  Array.from({ length: 120 }, (_, n) => ({
    atMs: (n * MINUTE) / 6,
    healthy: true,
    processes: Object.fromEntries(
      Object.entries(memory).map(([name, at]) => [name, { share: 0, memoryBytes: at(n / 6) }]),
    ),
    waitingPercent: null,
    diskWaitingPercent: null,
  }));
const weighed = (name: string, ...bytes: number[]) =>
  bytes.map((one, n) => ({ name, atMs: (7 + 2 * n) * MINUTE, bytes: one }));

test("a process that grows steadily is named by its % in ten minutes; the generator's own are not looked at", () => {
  const samples = samplesOf({ redis: (minute) => 100e6 + minute * 0.2e6, k6: (minute) => 100e6 + minute * 50e6 });
  expect(memoryGrowth(samples, [], ["k6"])).toBeCloseTo(1.95, 1);
});

test("what comes and goes is no growth, and garbage that nobody has collected yet is none", () => {
  const waves = (minute: number) => 50e6 + (minute % 5) * 5e6;
  expect(memoryGrowth(samplesOf({ postgres: waves }), [], [])).toBeLessThan(1);
  const lazy = samplesOf({ ingest: (minute) => 80e6 + minute * 1e6 });
  expect(memoryGrowth(lazy, [], [])).toBeGreaterThan(5);
  expect(memoryGrowth(lazy, weighed("ingest", 60.1e6, 60e6, 60.2e6, 60.1e6, 60e6), [])).toBeLessThan(1);
  expect(memoryGrowth(lazy, weighed("ingest", 60e6, 61e6, 62.1e6, 63e6, 64e6), [])).toBeGreaterThan(4);
});

test("nothing is said of what was hardly seen", () => {
  expect(memoryGrowth([], [], [])).toBeNaN();
  expect(memoryGrowth(samplesOf({}).slice(0, 3), weighed("ingest", 1, 2), [])).toBeNaN();
});
