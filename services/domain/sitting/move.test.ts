/** Moving somebody between rooms by examples: no minute that was given is taken away. */
import { expect, test } from "vitest";
import { NO_EXTRA_TIME } from "#domain/sitting/clock";
import { timeLeftBehind } from "#domain/sitting/move";
import type { Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const MINUTE = 60_000;
const oldRoom: Scope = { kind: "room", id: 11 };
const newRoom: Scope = { kind: "room", id: 12 };
const begun = [anAct("check_in"), anAct("start")];
const lost = (acts: Parameters<typeof foldJournal>[0], nowMs: number) =>
  timeLeftBehind({
    state: foldJournal(acts),
    durations: { main: 180 * MINUTE, backup: 180 * MINUTE },
    extra: NO_EXTRA_TIME,
    from: { centreId: 1, roomId: 11, candidateId: 101 },
    to: { centreId: 1, roomId: 12, candidateId: 101 },
    nowMs,
  });

test("a pause and a credit of the old room are kept", () => {
  const pause = [anAct("pause", 10 * MINUTE, { scope: oldRoom }), anAct("resume", 16 * MINUTE, { scope: oldRoom })];
  const credit = anAct("credit", 20 * MINUTE, { scope: oldRoom, creditMs: 2 * MINUTE });
  expect(lost([...begun, ...pause, credit], 30 * MINUTE)).toBe(8 * MINUTE);
});
test("out of a room that stands still: what it stood so far", () => {
  expect(lost([...begun, anAct("pause", 10 * MINUTE, { scope: oldRoom })], 25 * MINUTE)).toBe(15 * MINUTE);
});
test("what the new room was given already is not given twice, and nothing is taken", () => {
  const credits = [oldRoom, newRoom].map((scope, n) =>
    anAct("credit", (20 + n) * MINUTE, { scope, creditMs: (2 + n) * MINUTE }),
  );
  expect(lost([...begun, ...credits], 30 * MINUTE)).toBe(0);
});
test("before the start, after the end and with the same times nothing is lost", () => {
  expect(lost([anAct("check_in")], MINUTE)).toBe(0);
  expect(lost(begun, 30 * MINUTE)).toBe(0);
  expect(lost(begun, 300 * MINUTE)).toBe(0);
});
