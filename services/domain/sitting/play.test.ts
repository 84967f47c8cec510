import { expect, test } from "vitest";
import { isForTablets } from "#domain/sitting/act";
import { playsAt, refusalToPlay } from "#domain/sitting/play";
import { foldJournal, refusalOf } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const PLACE = { centreId: 3, roomId: 31, candidateId: 2016 };
const room = (id: number) => ({ kind: "room", id }) as const;

test("tablets are told to play in a rehearsal, and nowhere else", () => {
  expect(refusalToPlay("play", false)).toEqual({ code: "rehearsal_only" });
  expect(refusalToPlay("stop_play", false)).toEqual({ code: "rehearsal_only" });
  expect(refusalToPlay("play", true)).toBe(null);
  expect(refusalToPlay("pause", false)).toBe(null);
  expect(isForTablets(anAct("play"))).toBe(true);
  // An act that got into the journal of a real sitting all the same makes no tablet play.
  expect(playsAt([anAct("play", 10)], PLACE, false, 20)).toBe(false);
});

test("the last word in force that covers a place counts", () => {
  const acts = [
    anAct("play", 10),
    anAct("stop_play", 20, { scope: room(31) }),
    anAct("play", 30, { scope: room(32) }),
    anAct("play", 40, { scope: { kind: "candidate", id: 2016 }, effectiveAtMs: 50 }),
  ];
  expect([9, 10, 19, 20, 45, 50].map((nowMs) => playsAt(acts, PLACE, true, nowMs))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(playsAt(acts, { ...PLACE, roomId: 32, candidateId: 1 }, true, 30)).toBe(true);
});

test("playing moves no clock and no phase, and is over with the sitting", () => {
  const running = [anAct("check_in", 1), anAct("start", 2)];
  const { lastActId: _, scopes: __, ...before } = foldJournal(running);
  const { lastActId: ___, scopes: ____, ...after } = foldJournal([...running, anAct("play", 3)]);
  expect(after).toEqual(before);
  const closed = foldJournal([...running, anAct("end", 4), anAct("close", 5)]);
  expect(refusalOf(closed, anAct("play", 6))).toEqual({ code: "sitting_closed" });
});
