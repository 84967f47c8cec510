import { expect, test } from "vitest";
import type { Act } from "#domain/sitting/act";
import { foldJournal, pausesOf } from "#domain/sitting/clock";
import type { Scope } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";
import { announcementsOf, nextEffectAtMs } from "#client-core/announcements";

const CENTRE: Scope = { kind: "centre", id: 3 };
const ROOM: Scope = { kind: "room", id: 31 };
const NATION: Scope = { kind: "nation" };
const PLACE = { centreId: 3, roomId: 31, candidateId: 2016 };
const because = (act: Act, cause: string): Act => ({ ...act, cause });

const journal = [
  anAct("check_in", 1),
  anAct("start", 10),
  because(anAct("pause", 100), "  the network "),
  because(anAct("pause", 150, { scope: ROOM }), "smoke <b>here</b>"),
  anAct("resume", 160, { scope: CENTRE, lifts: NATION, effectiveAtMs: 200 }),
  anAct("resume", 300),
  anAct("resume", 310, { scope: ROOM, lifts: ROOM, effectiveAtMs: 400 }),
  because(anAct("pause", 500, { scope: ROOM, effectiveAtMs: 600 }), "called off"),
  anAct("resume", 510, { scope: ROOM, lifts: ROOM }),
];
const causesAt = (nowMs: number) => announcementsOf(journal, nowMs).pauseCauses;

test("every pause under way says why, as its author wrote it", () => {
  expect(causesAt(99)).toEqual([]);
  expect(causesAt(100)).toEqual(["the network"]);
  expect(causesAt(150)).toEqual(["the network", "smoke <b>here</b>"]);
  expect(causesAt(200)).toEqual(["smoke <b>here</b>"]);
  expect(causesAt(400)).toEqual([]);
  expect(causesAt(600)).toEqual([]);
});

test("causes are there exactly while the clock stands still", () => {
  const pauses = pausesOf(foldJournal(journal), PLACE);
  for (let now = 0; now < 700; now += 10)
    expect([now, causesAt(now).length > 0]).toEqual([
      now,
      pauses.some(({ fromMs, untilMs }) => fromMs <= now && (untilMs === null || now < untilMs)),
    ]);
});

test("a cancellation and a backup paper say why; no words are no cause", () => {
  const acts = [
    because(anAct("backup", 20, { effectiveAtMs: 30 }), "question 12 was published"),
    because(anAct("cancel", 40, { effectiveAtMs: 50 }), "another series on the 8th"),
    because(anAct("pause", 60), " "),
  ];
  const backupCauses = ["question 12 was published"];
  expect(announcementsOf(acts, 49)).toEqual({ pauseCauses: [], cancelCauses: [], backupCauses });
  expect(announcementsOf(acts, 60)).toMatchObject({ pauseCauses: [], cancelCauses: ["another series on the 8th"] });
});

test("the next effect is the earliest one to come", () => {
  expect([0, 1, 160, 510, 600].map((now) => nextEffectAtMs(journal, now))).toEqual([1, 10, 200, 600, null]);
});
