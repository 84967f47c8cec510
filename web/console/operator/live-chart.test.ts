import { expect, test } from "vitest";
import type { RunFigures } from "#contracts/http/rehearsal-run";
import { drawingOf, HEIGHT, roundUp, WIDTH } from "./live-chart.ts";

const point = (atMs: number, connected: number, over: Partial<RunFigures> = {}): RunFigures => ({
  ...{ v: 1, atMs, connected, answersPerSecond: 0, d1: null, d2: null, waiting: { d1: 0, d2: 0 } },
  ...{ healthy: true, cpu: [], faults: [] },
  ...over,
});
const CONNECTED = { name: "connected", of: ({ connected }: RunFigures) => connected };
const D1 = { name: "d1", of: ({ d1 }: RunFigures) => d1?.p99 ?? null };

test("the curve goes from the first point to the last, under a round number", () => {
  const { lines, most } = drawingOf([point(-1_000, 0), point(1_000, 50), point(3_000, 180)], [CONNECTED], null);
  expect(most).toBe(200);
  expect(lines).toEqual([{ name: "connected", d: `M0 ${HEIGHT}h1L300 90L${WIDTH} 12`, last: 180 }]);
});

test("where nothing was measured the line is broken, and the scale has room for the limit", () => {
  const d1 = (p99: number) => ({ d1: { p50: 1, p99 } });
  const points = [point(0, 0, d1(10)), point(1_000, 0), point(2_000, 0, d1(20)), point(3_000, 0, d1(10))];
  const { limitY, lines, most } = drawingOf(points, [D1], 25);
  expect([most, limitY]).toEqual([50, 60]);
  expect(lines[0]?.d).toBe("M0 96h1M400 72h1L600 96");
  expect(drawingOf([], [D1], null)).toMatchObject({ most: 1, lines: [{ d: "", last: null }], bands: [] });
});

test("faults, and what health said, are bands", () => {
  const kill = { faults: ["kill ingest-1"] };
  const points = [point(0, 1), point(1, 1, kill), point(2, 1, kill), point(3, 1, { healthy: false }), point(4, 1)];
  expect(drawingOf(points, [CONNECTED], null).bands).toEqual([
    { x: 150, width: 300, name: "kill ingest-1" },
    { x: 450, width: 150, name: "health" },
  ]);
});

test.each([
  [1, 1],
  [1.1, 2],
  [21, 50],
  [8_300, 10_000],
])("%d is drawn under %d", (value, most) => expect(roundUp(value)).toBe(most));
