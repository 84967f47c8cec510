import { expect, test } from "vitest";
import { memoryGrowths } from "#loadtest/report/memory-growth";

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

const growth = (...args: Parameters<typeof memoryGrowths>): number => memoryGrowths(...args)[0]?.percent ?? NaN;

test("a process that grows steadily is named by its % in ten minutes; the generator's own are not looked at", () => {
  const samples = samplesOf({ redis: (minute) => 100e6 + minute * 0.2e6, k6: (minute) => 100e6 + minute * 50e6 });
  const [{ name, percent } = { name: "", percent: NaN }, ...others] = memoryGrowths(samples, [], ["k6"]);
  expect([name, others]).toEqual(["redis", []]);
  expect(percent).toBeCloseTo(1.95, 1);
});

test("what comes and goes is no growth, and garbage that nobody has collected yet is none", () => {
  const waves = (minute: number) => 50e6 + (minute % 5) * 5e6;
  expect(growth(samplesOf({ postgres: waves }), [], [])).toBeLessThan(1);
  const lazy = samplesOf({ ingest: (minute) => 80e6 + minute * 1e6 });
  expect(growth(lazy, [], [])).toBeGreaterThan(5);
  expect(growth(lazy, weighed("ingest", 60.1e6, 60e6, 60.2e6, 60.1e6, 60e6), [])).toBeLessThan(1);
  expect(growth(lazy, weighed("ingest", 60e6, 61e6, 62.1e6, 63e6, 64e6), [])).toBeGreaterThan(4);
});

test("nothing is said of what was hardly seen", () => {
  expect(growth([], [], [])).toBeNaN();
  expect(growth(samplesOf({}).slice(0, 3), weighed("ingest", 1, 2), [])).toBeNaN();
});
