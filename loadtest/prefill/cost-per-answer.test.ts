import { expect, test } from "vitest";
import { growthPercent, microsecondsPerAnswer } from "#loadtest/prefill/cost-per-answer";

const TIMETABLE = { originMs: 0, startMs: 10_000, endMs: 40_000, settleUntilMs: 100_000 };
/** A second each: PostgreSQL at a share of a core while it has something to do. */
const busyUntil = (second: number) =>
  Array.from({ length: 80 }, (_, n) => ({
    atMs: n * 1_000,
    healthy: true,
    processes: {
      postgres: { share: n > 10 && n <= second ? 1 : 0, memoryBytes: 0 },
      "k6-1": { share: 0.5, memoryBytes: 0 },
    },
    waitingPercent: null,
    diskWaitingPercent: null,
  }));

test("an answer costs what the platform spends until everything is stored, also behind the end", () => {
  expect(microsecondsPerAnswer(busyUntil(40), TIMETABLE, 1_000, ["k6-1"])).toBeCloseTo(30_000);
  expect(microsecondsPerAnswer(busyUntil(70), TIMETABLE, 1_000, ["k6-1"])).toBeCloseTo(60_000);
});

test("growth is that of the last against the first", () => {
  const costs = [500, 700, 540].map((microseconds, n) => ({ stored: n, microseconds }));
  expect(growthPercent(costs)).toBeCloseTo(8);
  expect(growthPercent(costs.slice(1, 2))).toBeNaN();
});
