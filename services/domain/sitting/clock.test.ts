/** The sitting's clock by examples: the 7th of December, late centres, waves, credits, extra time, odd calendars. */
import { describe, expect, test } from "vitest";
import { type ActKind, CLOCK_ACT_KINDS, CREDIT_MAX_MS, PHASE_ACT_KINDS } from "#domain/sitting/act";
import { clockAt, durationWith, endOf, NO_EXTRA_TIME, pausesOf, startOf } from "#domain/sitting/clock";
import type { Place, Scope } from "#domain/sitting/scope";
import { applyAct, foldJournal, PLANNED, refusalOf } from "#domain/sitting/state";
import { NATION } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DURATION = 3 * HOUR;
const THIRD = { numerator: 4, denominator: 3 };
const at = (time: string) => Date.parse(`2015-12-07T${time}+01:00`);
const centre = (id: number): Scope => ({ kind: "centre", id });
const room = (id: number): Scope => ({ kind: "room", id });
const candidate = (id: number): Scope => ({ kind: "candidate", id });
const place: Place = { centreId: 1, roomId: 10, candidateId: 100 };
const elsewhere: Place = { centreId: 2, roomId: 20, candidateId: 200 };
const started = [anAct("check_in", at("13:00:00")), anAct("start", at("14:00:00"))];
const endsAt = (acts: Parameters<typeof foldJournal>[0], where = place, extra = NO_EXTRA_TIME) =>
  endOf(foldJournal(acts), DURATION, extra, where);

describe("phases", () => {
  test("a sitting runs from planned to closed, pausing on the way", () => {
    const kinds: ActKind[] = ["check_in", "ready", "start", "pause", "resume", "end", "collect", "close"];
    const phases = kinds.map((_, n) => foldJournal(kinds.slice(0, n + 1).map((kind) => anAct(kind))).phase);
    expect(phases).toEqual(["check_in", "ready", "running", "paused", "running", "ended", "collecting", "closed"]);
  });

  test("what is illegal is refused with a reason, and never applied", () => {
    const kinds = [...PHASE_ACT_KINDS, ...CLOCK_ACT_KINDS].filter((k) => k !== "check_in" && k !== "cancel");
    for (const kind of kinds) {
      expect(refusalOf(PLANNED, anAct(kind)), kind).not.toBeNull();
      expect(() => applyAct(PLANNED, anAct(kind)), kind).toThrow(/illegal act/);
    }
    const closed = foldJournal((["check_in", "start", "end", "close"] as const).map((kind) => anAct(kind)));
    for (const kind of PHASE_ACT_KINDS)
      for (const scope of [NATION, centre(1)])
        expect(refusalOf(closed, anAct(kind, 0, { scope })), kind).not.toBeNull();
  });

  test.each<[string, Parameters<typeof anAct>, RegExp]>([
    ["a resume of what is not paused", ["resume", 1], /not paused/],
    ["a pause of what is paused", ["pause", 1, { scope: room(10) }], /already/],
    ["a centre's resume of a national pause by its own pause", ["resume", 1, { scope: centre(1) }], /not paused/],
    ["a centre's resume of a room's pause", ["resume", 1, { scope: centre(1), lifts: room(10) }], /only a part/],
    ["a check-in of one centre", ["check_in", 1, { scope: centre(1) }], /whole sitting/],
    ["a start of a centre that is not ready", ["start", 1, { scope: centre(1) }], /not ready/],
    ["a credit of nothing", ["credit", 1, { creditMs: 0 }], /whole number/],
    ["a credit of half a millisecond", ["credit", 1, { creditMs: 0.5 }], /whole number/],
    ["a credit beyond the limit", ["credit", 1, { creditMs: CREDIT_MAX_MS + 1 }], /at most/],
  ])("refused: %s", (_title, request, reason) => {
    const state = foldJournal([...started, anAct("pause", at("14:05:00"), { scope: room(10) })]);
    expect(refusalOf(state, anAct(...request))).toMatch(reason);
  });

  test("a centre starts once it is ready, or with a reason, once", () => {
    const checkedIn = foldJournal([anAct("check_in")]);
    const start = (override: string | null = null) => anAct("start", 5, { scope: centre(1), override });
    expect(refusalOf(checkedIn, start())).toMatch(/not ready/);
    expect(refusalOf(checkedIn, start("two tablets are missing"))).toBeNull();
    const ready = applyAct(checkedIn, anAct("ready", 1, { scope: centre(1) }));
    expect(refusalOf(ready, start())).toBeNull();
    expect(refusalOf(applyAct(ready, start()), start())).toMatch(/start of its own/);
  });
});

describe("ends", () => {
  test("start + duration × extra time, rounded up to the millisecond", () => {
    expect(endsAt([anAct("check_in")])).toBeNull();
    expect(endsAt(started)).toBe(at("17:00:00"));
    expect(endsAt(started, place, THIRD)).toBe(at("18:00:00"));
    expect(durationWith(1_000, THIRD)).toBe(1_334);
  });

  test("a national pause of 25 minutes moves everyone's end by 25 minutes, extra time or not", () => {
    const acts = [...started, anAct("pause", at("14:20:00")), anAct("resume", at("14:45:00"))];
    expect(endsAt(acts)).toBe(at("17:25:00"));
    expect(endsAt(acts, elsewhere, THIRD)).toBe(at("18:25:00"));
  });

  test("overlapping pauses of room, centre and nation count once", () => {
    const acts = [
      ...started,
      anAct("pause", at("14:10:00"), { scope: room(10) }),
      anAct("pause", at("14:20:00"), { scope: centre(1) }),
      anAct("pause", at("14:25:00")),
      anAct("resume", at("14:30:00"), { scope: room(10) }),
      anAct("resume", at("14:45:00")),
      anAct("resume", at("14:50:00"), { scope: centre(1) }),
    ];
    expect(pausesOf(foldJournal(acts), place)).toEqual([{ fromMs: at("14:10:00"), untilMs: at("14:50:00") }]);
    expect(endsAt(acts)).toBe(at("17:40:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("17:20:00"));
  });

  test("the end is unknown while a pause is open, and known once its end is announced", () => {
    const paused = [...started, anAct("pause", at("14:20:00"))];
    expect(endsAt(paused)).toBeNull();
    const announced = anAct("resume", at("14:30:00"), { effectiveAtMs: at("15:45:00") });
    expect(endsAt([...paused, announced])).toBe(at("18:25:00"));
  });

  test("resume by waves: each centre has its own clock afterwards", () => {
    const acts = [
      ...started,
      anAct("pause", at("14:20:00")),
      anAct("resume", at("15:00:00"), { scope: centre(1), lifts: NATION }),
      anAct("resume", at("15:45:00")),
    ];
    expect(endsAt(acts)).toBe(at("17:40:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("18:25:00"));
    const again = anAct("resume", at("15:10:00"), { scope: centre(1), lifts: NATION, id: "again" });
    expect(refusalOf(foldJournal(acts.slice(0, 4)), again)).toMatch(/already/);
  });

  test("a centre that starts late has its whole time; pauses before its start cost it nothing", () => {
    const acts = [
      ...started,
      anAct("pause", at("14:10:00")),
      anAct("resume", at("14:20:00")),
      anAct("start", at("14:30:00"), { scope: centre(2), override: "link down until 14:25" }),
    ];
    expect(startOf(foldJournal(acts), elsewhere)).toBe(at("14:30:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("17:30:00"));
    expect(endsAt(acts)).toBe(at("17:10:00"));
  });

  test("credits are added once each, never multiplied by the factor; also one that is given after the end", () => {
    const acts = [
      ...started,
      anAct("credit", at("15:00:00"), { scope: room(10), creditMs: 5 * MINUTE }),
      anAct("credit", at("15:30:00"), { scope: candidate(100), creditMs: 2 * MINUTE }),
    ];
    expect(endsAt(acts)).toBe(at("17:07:00"));
    expect(endsAt(acts, place, THIRD)).toBe(at("18:07:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("17:00:00"));
    expect(endsAt([...acts, anAct("credit", at("17:30:00"), { creditMs: 40 * MINUTE })])).toBe(at("17:47:00"));
  });

  test("a pause after a candidate's end gives no time, one announced for later does when it comes in time", () => {
    const late = [...started, anAct("pause", at("17:30:00")), anAct("resume", at("17:40:00"))];
    expect(endsAt(late)).toBe(at("17:00:00"));
    expect(endsAt(late, place, THIRD)).toBe(at("18:10:00"));
    const planned = [
      ...started,
      anAct("pause", at("14:00:01"), { effectiveAtMs: at("16:00:00") }),
      anAct("resume", at("14:00:02"), { effectiveAtMs: at("16:15:00") }),
    ];
    expect(endsAt(planned)).toBe(at("17:15:00"));
  });

  test("a pause that is lifted before it began leaves no trace", () => {
    const acts = [
      ...started,
      anAct("pause", at("14:00:01"), { effectiveAtMs: at("16:00:00") }),
      anAct("resume", at("14:30:00")),
    ];
    expect(endsAt(acts)).toBe(at("17:00:00"));
  });

  test("the end or cancellation of the sitting ends everyone, and never gives time", () => {
    for (const kind of ["end", "cancel"] as const) {
      expect(endsAt([...started, anAct(kind, at("16:00:00"))])).toBe(at("16:00:00"));
      expect(endsAt([...started, anAct(kind, at("23:00:00"))])).toBe(at("17:00:00"));
    }
    const later = [...started, anAct("end", at("16:00:00")), anAct("cancel", at("16:30:00"))];
    expect(endsAt(later)).toBe(at("16:00:00"));
    expect(endsAt([...started, anAct("cancel", at("15:00:00"), { scope: centre(2) })], elsewhere)).toBe(at("15:00:00"));
    expect(endsAt([...started, anAct("cancel", at("15:00:00"), { scope: centre(2) })])).toBe(at("17:00:00"));
  });

  test("a cancellation during a pause is known to be the end", () => {
    expect(endsAt([...started, anAct("pause", at("15:00:00")), anAct("cancel", at("16:00:00"))])).toBe(at("16:00:00"));
  });

  test("midnight and the change to winter time are nothing special: instants are instants", () => {
    const nightStart = Date.parse("2026-10-24T23:30:00+02:00");
    const acts = [anAct("check_in", nightStart - HOUR), anAct("start", nightStart)];
    expect(endOf(foldJournal(acts), 5 * HOUR, NO_EXTRA_TIME, place)).toBe(Date.parse("2026-10-25T03:30:00+01:00"));
  });
});

describe("the candidate's clock", () => {
  const clock = (acts: Parameters<typeof foldJournal>[0], time: string, where = place) =>
    clockAt(foldJournal(acts), DURATION, NO_EXTRA_TIME, where, at(time));

  test("waits, runs, stands still, runs on, is over", () => {
    const acts = [
      ...started,
      anAct("pause", at("14:20:00")),
      anAct("resume", at("14:30:00"), { effectiveAtMs: at("15:45:00") }),
    ];
    expect(clock(acts, "13:59:59")).toEqual({ stage: "waiting", startsAtMs: at("14:00:00") });
    expect(clock([anAct("check_in")], "14:00:00")).toEqual({ stage: "waiting", startsAtMs: null });
    expect(clock(acts, "14:10:00")).toEqual({ stage: "running", leftMs: 170 * MINUTE, pausesAtMs: at("14:20:00") });
    const paused = { stage: "paused", leftMs: 160 * MINUTE, sinceMs: at("14:20:00"), resumesAtMs: at("15:45:00") };
    expect(clock(acts, "14:20:00")).toEqual(paused);
    expect(clock(acts, "15:44:59")).toEqual(paused);
    expect(clock(acts, "15:45:00")).toEqual({ stage: "running", leftMs: 160 * MINUTE, pausesAtMs: null });
    expect(clock(acts, "18:25:00")).toEqual({ stage: "over" });
  });

  test("a pause called off before it begins is not announced any more; one before a late start counts from the start", () => {
    const calledOff = [
      ...started,
      anAct("pause", at("14:01:00"), { effectiveAtMs: at("16:00:00") }),
      anAct("resume", at("14:30:00")),
    ];
    expect(clock(calledOff, "14:40:00")).toMatchObject({ stage: "running", pausesAtMs: null });
    const late = [
      ...started,
      anAct("pause", at("14:10:00")),
      anAct("start", at("14:30:00"), { scope: centre(2), override: "link" }),
    ];
    const paused = { stage: "paused", leftMs: DURATION, sinceMs: at("14:30:00"), resumesAtMs: null };
    expect(clock(late, "14:40:00", elsewhere)).toEqual(paused);
  });

  test("an open pause stands still however long it lasts", () => {
    const acts = [...started, anAct("pause", at("15:00:00"))];
    for (const time of ["15:00:00", "16:00:00", "23:00:00"])
      expect(clock(acts, time)).toEqual({
        stage: "paused",
        leftMs: 2 * HOUR,
        sinceMs: at("15:00:00"),
        resumesAtMs: null,
      });
  });

  test("cancelled from the instant it takes effect, for those concerned", () => {
    const acts = [...started, anAct("cancel", at("15:59:00"), { effectiveAtMs: at("16:00:00"), scope: centre(1) })];
    expect(clock(acts, "15:59:30").stage).toBe("running");
    expect(clock(acts, "16:00:00")).toEqual({ stage: "cancelled" });
    expect(clock(acts, "16:00:00", elsewhere).stage).toBe("running");
  });
});
