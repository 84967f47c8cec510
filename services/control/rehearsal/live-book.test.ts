import { expect, test } from "vitest";
import type { RunBegun, RunFigures } from "#contracts/http/rehearsal-run";
import { createLiveBook, POINTS_MAX } from "#control/rehearsal/live-book";

const RUN: RunBegun = {
  ...{ v: 1, profile: "day", candidates: 8_300, seed: 1, commit: null, sittingId: 5 },
  ...{ originMs: 0, startMs: 60_000, endMs: 660_000, settleUntilMs: 780_000 },
  limits: { d1P99Ms: 25, d2P99Ms: null },
};
const line = (atMs: number): RunFigures => ({
  ...{ v: 1, atMs, connected: 1, answersPerSecond: 2, d1: { p50: 3, p99: 4 }, d2: null },
  ...{ waiting: { d1: 0, d2: 0 }, healthy: true, cpu: [["drain-1", 0.2]], faults: [] },
});
function aBook() {
  let n = 0;
  return createLiveBook(() => `run-${++n}`);
}

test("however long a rehearsal runs, its points are few, evenly spaced, and the last line is among them", () => {
  const book = aBook();
  const runId = book.begin({ tokenId: 1, by: "m", run: RUN }, 0);
  for (let s = 1; s <= 3_601; s++) expect(book.note(runId, 1, line(s * 2_000), s * 2_000)).toBe("noted");
  const [run] = book.runs(7_202_000);
  const at = (run?.points ?? []).map(({ atMs }) => atMs);
  expect(at.length).toBeGreaterThan(POINTS_MAX / 2);
  expect(at.length).toBeLessThanOrEqual(POINTS_MAX + 1);
  expect(at.at(-1)).toBe(7_202_000);
  const gaps = new Set(at.slice(1, -1).map((atMs, n) => atMs - (at[n] ?? 0)));
  expect([...gaps]).toHaveLength(1);
});

test("a line that comes too soon, of an unknown rehearsal or with another token is not taken", () => {
  const book = aBook();
  const runId = book.begin({ tokenId: 1, by: "m", run: RUN }, 0);
  expect(book.note(runId, 1, line(0), 10)).toBe("noted");
  expect(book.note(runId, 1, line(1), 300)).toBe("too_soon");
  expect(book.note(runId, 2, line(2), 9_000)).toBe("unknown");
  expect(book.note("run-9", 1, line(2), 9_000)).toBe("unknown");
  expect(book.runs(9_000)[0]?.points).toHaveLength(1);
  book.end(runId, 2);
  expect(book.runs(9_000)).toHaveLength(1);
  book.end(runId, 1);
  expect(book.runs(9_000)).toEqual([]);
});

test("a rehearsal that says nothing for two minutes, or whose token was revoked, is gone; of five the oldest goes", () => {
  const book = aBook();
  const ids = [1, 2, 3, 4, 5].map((tokenId) => book.begin({ tokenId, by: `m${tokenId}`, run: RUN }, tokenId));
  expect(book.runs(10).map(({ runId }) => runId)).toEqual(ids.slice(1));
  book.forget(3);
  book.note(ids[4] ?? "", 5, line(1), 100_000);
  expect(book.runs(121_000).map(({ by }) => by)).toEqual(["m5"]);
});
