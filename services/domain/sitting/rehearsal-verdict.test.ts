import { expect, test } from "vitest";
import { roomResults, type TabletResult } from "#domain/sitting/rehearsal-verdict";

const tablet = (candidateId: number, over: Partial<TabletResult> = {}): TabletResult => ({
  roomId: 31,
  candidateId,
  state: "complete",
  receivedMs: { p95: 100 },
  durableMs: { p95: 20 },
  paintedMs: { p95: 30 },
  longestGapMs: 400,
  reconnects: 0,
  longTasks: { longestMs: 0 },
  ...over,
});
const expected = new Map([
  [31, 2],
  [32, 1],
]);

test("a room passes when every place has played to its end, within the limits", () => {
  expect(roomResults([tablet(1), tablet(2, { reconnects: 3, longTasks: { longestMs: 900 } })], expected)).toEqual([
    {
      roomId: 31,
      expected: 2,
      played: 2,
      complete: 2,
      worst: { receivedMs: 100, durableMs: 20, paintedMs: 30, longestGapMs: 400, reconnects: 3, longTaskMs: 900 },
      verdict: "passed",
      beyond: [],
    },
  ]);
});

test("one place that has not played, or not to its end, leaves it incomplete", () => {
  const verdict = (...tablets: TabletResult[]) => roomResults(tablets, expected).map((room) => room.verdict);
  expect(verdict(tablet(1))).toEqual(["incomplete"]);
  expect(verdict(tablet(1), tablet(2, { state: "playing" }))).toEqual(["incomplete"]);
  expect(verdict(tablet(1), tablet(2, { state: "stopped" }))).toEqual(["incomplete"]);
  // Another tablet of the same candidate went on where the first had stopped.
  expect(verdict(tablet(1), tablet(2, { state: "stopped" }), tablet(2))).toEqual(["passed"]);
});

test("a figure beyond its limit fails the room, whatever else; the figures are those of the worst tablet", () => {
  const [room] = roomResults([tablet(1, { receivedMs: { p95: 2_001 } }), tablet(2)], expected);
  expect([room?.verdict, room?.beyond, room?.worst.receivedMs]).toEqual(["failed", ["receivedMs"], 2_001]);
  const [slow] = roomResults([tablet(1, { longestGapMs: 60_001, durableMs: { p95: 601 } })], expected);
  expect([slow?.verdict, slow?.beyond]).toEqual(["failed", ["durableMs", "longestGapMs"]]);
});

test("rooms in which nothing played have no line; a room without known places has those that played", () => {
  expect(roomResults([tablet(7, { roomId: 99 })], expected)).toMatchObject([
    { roomId: 99, expected: 1, played: 1, verdict: "passed" },
  ]);
  expect(roomResults([], expected)).toEqual([]);
});
