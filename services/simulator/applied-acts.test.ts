import { expect, test } from "vitest";
import type { EntryFrame } from "#domain/answer/entry";
import { foldJournal } from "#domain/sitting/clock";
import { anAct } from "#domain/testing/builders";
import { checkApplied, checkClock } from "#simulator/applied-acts";

const PLACE = { centreId: 1, roomId: 2, candidateId: 3 };
const acts = [
  anAct("check_in", 1),
  anAct("start", 2),
  anAct("instruction", 3, { text: "for proctors", audience: "proctors" }),
  anAct("pause", 4, { scope: { kind: "room", id: 9 } }),
  anAct("credit", 5, { scope: { kind: "room", id: 2 }, creditMs: 7 }),
];
const journal = { acts, state: foldJournal(acts) };
const applied = (...actIds: string[]): EntryFrame[] =>
  actIds.map((actId, i) => ({ v: 1, kind: "applied", epoch: 1, seq: i + 1, claimedAtMs: 1, actId, stage: "applied" }));
const violations = (complete: boolean, ...actIds: string[]) =>
  checkApplied(journal, PLACE, applied(...actIds), complete).length;

test("what touches a candidate, once, in order, and nothing else", () => {
  expect(violations(true, "check_in-1", "start-2", "credit-5")).toBe(0);
  expect(violations(true, "check_in-1", "start-2")).toBe(1);
  expect(violations(false, "check_in-1", "start-2")).toBe(0);
  expect(violations(false, "check_in-1", "credit-5")).toBe(1);
  expect(violations(true, "check_in-1", "start-2", "start-2", "credit-5")).toBe(1);
  expect(violations(true, "start-2", "check_in-1", "credit-5")).toBe(1);
  expect(violations(true, "check_in-1", "start-2", "pause-4", "credit-5")).toBe(1);
});

test("a clock that was made of something else is found", () => {
  expect(checkClock(journal, PLACE, foldJournal([acts[0], acts[1], acts[4]].flatMap((act) => act ?? [])))).toEqual([]);
  expect(checkClock(journal, PLACE, foldJournal(acts.slice(0, 2)))).toHaveLength(1);
});
