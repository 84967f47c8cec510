import { expect, test } from "vitest";
import { type Act, actOf } from "#domain/sitting/act";
import { NO_EXTRA_TIME } from "#domain/sitting/clock";
import { NATION } from "#domain/sitting/scope";
import { TabletClock } from "#loadtest/journeys/tablet-clock";

const act = (kind: Act["kind"], atMs: number, effectiveAtMs: number | null = null): Act =>
  actOf({ id: `${kind}-${atMs}`, kind, author: "", cause: "", scope: NATION, effectiveAtMs }, atMs);
const signedIn = {
  candidate: { id: 7, centreId: 1, roomId: 2, extraTime: NO_EXTRA_TIME },
  sitting: { durationMs: 10_000 },
  backup: null,
} as unknown as ConstructorParameters<typeof TabletClock>[0];

test("tells the stage by what was heard, also when it changes by itself", () => {
  const clock = new TabletClock(signedIn);
  clock.hear(act("check_in", 10));
  expect([clock.stageAt(20), clock.endMs]).toEqual(["waiting", null]);
  clock.hear(act("start", 100, 1_000));
  expect([clock.stageAt(999), clock.stageAt(1_000), clock.stageAt(10_999)]).toEqual(["waiting", "running", "running"]);
  clock.hear(act("pause", 2_000));
  expect([clock.stageAt(2_000), clock.endMs]).toEqual(["paused", null]);
  clock.hear(act("resume", 2_500, 3_000));
  expect([clock.stageAt(2_999), clock.stageAt(3_000)]).toEqual(["paused", "running"]);
  expect([clock.stageAt(11_999), clock.stageAt(12_000), clock.endMs]).toEqual(["running", "over", 12_000]);
});

test("hears an act once, and passes over what no clock depends on or what cannot follow", () => {
  const clock = new TabletClock(signedIn);
  expect(clock.hear(act("start", 100)), "before anybody could check in").toBe(true);
  expect(clock.stageAt(200)).toBe("waiting");
  clock.hear(act("check_in", 300));
  clock.hear(act("start", 400));
  expect(clock.hear(act("start", 400))).toBe(false);
  clock.hear(act("hand", 500));
  expect(clock.stageAt(500)).toBe("running");
  clock.hear(act("cancel", 600));
  expect([clock.stageAt(599), clock.stageAt(600), clock.endMs]).toEqual(["running", "cancelled", 600]);
});

test("tablets that heard the same differ where an act named their room, their seat or their duration", () => {
  const at = (roomId: number, id: number, numerator = 1) =>
    new TabletClock({
      ...signedIn,
      candidate: { id, centreId: 1, roomId, extraTime: { numerator, denominator: 1 } },
    });
  const clocks = [at(2, 7), at(2, 8), at(3, 9), at(3, 10, 2)];
  const credit = { ...act("credit", 500), scope: { kind: "room", id: 3 }, creditMs: 5_000 } as Act;
  const own = { ...act("credit", 600), scope: { kind: "candidate", id: 8 }, creditMs: 1_000 } as Act;
  for (const clock of clocks) for (const one of [act("check_in", 10), act("start", 100), credit, own]) clock.hear(one);
  const stages = (nowMs: number) => clocks.map((clock) => clock.stageAt(nowMs));
  expect(stages(10_999)).toEqual(["running", "running", "running", "running"]);
  expect(stages(11_000)).toEqual(["over", "running", "running", "running"]);
  expect(stages(12_000)).toEqual(["over", "over", "running", "running"]);
  expect(stages(16_000)).toEqual(["over", "over", "over", "running"]);
  expect(clocks.map(({ endMs }) => endMs)).toEqual([11_000, 12_000, 16_000, 26_000]);
});

test("tells how much of a stretch of time stood still", () => {
  const clock = new TabletClock(signedIn);
  for (const one of [act("check_in", 10), act("start", 100), act("pause", 2_000)]) clock.hear(one);
  expect(clock.stillMs(1_500, 1_900)).toBe(0);
  expect(clock.stillMs(1_500, 2_600), "an open pause lasts until now").toBe(600);
  clock.hear(act("resume", 2_500, 3_000));
  expect(clock.stillMs(1_500, 5_000)).toBe(1_000);
  expect(clock.stillMs(2_400, 5_000)).toBe(600);
  expect(clock.stillMs(3_000, 5_000)).toBe(0);
});
