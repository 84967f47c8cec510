/** The sitting's clock by examples: the 7th of December, late centres, waves, credits, extra time, odd calendars. */
import { describe, expect, test } from "vitest";
import { type ActKind, CLOCK_ACT_KINDS, CREDIT_MAX_MS, PHASE_ACT_KINDS, type UndoableKind } from "#domain/sitting/act";
import { clockAt, durationWith, endOf, NO_EXTRA_TIME, paperOf, pausesOf, startOf } from "#domain/sitting/clock";
import { inEnglish } from "#domain/sitting/reason-in-english";
import type { Place, Scope } from "#domain/sitting/scope";
import {
  type ActClaim,
  applyAct,
  foldJournal,
  PLANNED,
  refusalOf as reasonOf,
  type SittingState,
} from "#domain/sitting/state";
import { NATION } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";

/** In words: easier to read here than codes. */
const refusalOf = (state: SittingState, act: ActClaim): string | null => {
  const reason = reasonOf(state, act);
  return reason && inEnglish(reason);
};
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
    ["a credit of nothing", ["credit", 1, { creditMs: 0 }], /more than nothing/],
    ["a credit of half a millisecond", ["credit", 1, { creditMs: 0.5 }], /more than nothing/],
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

describe("held back", () => {
  const held = (time: string) => anAct("hold", at(time), { scope: centre(2) });
  const readyAgain = (time: string) => anAct("ready", at(time), { scope: centre(2) });
  const checkIn = anAct("check_in", at("13:00:00"));
  const announced = anAct("start", at("13:50:00"), { effectiveAtMs: at("14:00:00") });

  test("a centre that is held back does not start with the others; it starts on its own, with its whole time", () => {
    const acts = [checkIn, held("13:40:00"), announced];
    expect(startOf(foldJournal(acts), elsewhere)).toBeNull();
    expect(endsAt(acts)).toBe(at("17:00:00"));
    const late = [...acts, readyAgain("14:20:00")];
    expect(startOf(foldJournal(late), elsewhere)).toBeNull();
    expect(endsAt([...late, anAct("start", at("14:25:00"), { scope: centre(2) })], elsewhere)).toBe(at("17:25:00"));
  });

  test("ready again in time, it starts with the others, also when the start was announced meanwhile", () => {
    expect(endsAt([checkIn, held("13:40:00"), readyAgain("13:45:00"), announced], elsewhere)).toBe(at("17:00:00"));
    expect(endsAt([checkIn, held("13:40:00"), announced, readyAgain("13:55:00")], elsewhere)).toBe(at("17:00:00"));
  });

  test("it may be held back until the announced start, not after", () => {
    const state = foldJournal([checkIn, announced]);
    expect(refusalOf(state, held("13:59:59"))).toBeNull();
    expect(refusalOf(state, held("14:00:00"))).toMatch(/has started/);
    expect(startOf(applyAct(state, held("13:59:59")), elsewhere)).toBeNull();
  });

  test("a room that is held back in a centre that starts waits, and joins a later start of the nation", () => {
    const acts = [
      checkIn,
      anAct("hold", at("13:30:00"), { scope: room(10) }),
      anAct("start", at("13:45:00"), { scope: centre(1), override: "opened first" }),
      anAct("ready", at("13:50:00"), { scope: room(10) }),
    ];
    expect(startOf(foldJournal(acts), place)).toBeNull();
    expect(startOf(foldJournal([...acts, anAct("start", at("14:00:00"))]), place)).toBe(at("14:00:00"));
    expect(startOf(foldJournal(acts), { ...place, roomId: 11 })).toBe(at("13:45:00"));
  });
});

describe("the backup paper", () => {
  const credit = anAct("credit", at("14:30:00"), { creditMs: 5 * MINUTE, scope: centre(1) });
  const backup = anAct("backup", at("15:00:00"), { scope: centre(1) });

  test("is a new start with its own credits; earlier credits, ends and starts do not count", () => {
    const acts = [...started, credit, anAct("end", at("14:50:00"), { scope: room(10) }), backup];
    expect(paperOf(foldJournal(acts), place)).toBe("backup");
    expect(paperOf(foldJournal(acts), elsewhere)).toBe("main");
    expect(endsAt(acts)).toBe(at("18:00:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("17:00:00"));
    expect(endsAt([...acts, anAct("credit", at("15:10:00"), { creditMs: MINUTE })])).toBe(at("18:01:00"));
  });

  test("ends the pause of its own scope, not a wider one", () => {
    const paused = [...started, anAct("pause", at("14:40:00"), { scope: centre(1) })];
    expect(endsAt([...paused, backup])).toBe(at("18:00:00"));
    const nation = [...started, anAct("pause", at("14:40:00"))];
    expect(endsAt([...nation, backup])).toBeNull();
    expect(endsAt([...nation, backup, anAct("resume", at("15:10:00"))])).toBe(at("18:10:00"));
  });

  test("given to the nation, it starts again who started late and is ended with the nation then", () => {
    const late = anAct("start", at("14:20:00"), { scope: room(10), override: "late" });
    const acts = [...started, late, anAct("backup", at("15:00:00")), anAct("end", at("17:30:00"))];
    expect(endsAt(acts)).toBe(at("17:30:00"));
  });

  test("who has it already goes on when it is given to all; it is given once", () => {
    const acts = [...started, backup, anAct("backup", at("16:00:00"))];
    expect(endsAt(acts)).toBe(at("18:00:00"));
    expect(endsAt(acts, elsewhere)).toBe(at("19:00:00"));
    expect(refusalOf(foldJournal([...started, backup]), backup)).toMatch(/already/);
  });
});

describe("corrections", () => {
  const undo = (actId: string, undoes: UndoableKind, scope: Scope, time = "15:05:00") =>
    anAct("undo", at(time), { actId, undoes, scope });

  test("extra time is corrected on the day, the last word counts, and it may be taken back", () => {
    const third = anAct("extra_time", at("14:10:00"), { scope: candidate(100), ...THIRD });
    expect(endsAt([...started, third])).toBe(at("18:00:00"));
    expect(endsAt([...started, third], elsewhere)).toBe(at("17:00:00"));
    expect(endsAt([...started, third, undo(third.id, "extra_time", candidate(100))])).toBe(at("17:00:00"));
    const none = anAct("extra_time", at("14:20:00"), { scope: candidate(100), ...NO_EXTRA_TIME });
    expect(endsAt([...started, third, none], place, THIRD)).toBe(at("17:00:00"));
    const half = anAct("extra_time", at("14:10:00"), { scope: candidate(100), numerator: 3, denominator: 2 });
    expect(refusalOf(foldJournal(started), half)).toMatch(/fraction/);
  });

  test("a credit is taken back where nothing followed in its scope", () => {
    const first = anAct("credit", at("14:10:00"), { scope: room(10), creditMs: 5 * MINUTE });
    const second = anAct("credit", at("14:11:00"), { scope: room(10), creditMs: MINUTE });
    expect(endsAt([...started, first, second, undo(second.id, "credit", room(10))])).toBe(at("17:05:00"));
    const state = foldJournal([...started, first, second]);
    expect(refusalOf(state, undo(first.id, "credit", room(10)))).toMatch(/followed/);
    expect(refusalOf(state, undo(second.id, "incident", room(10)))).toMatch(/it was a credit/);
    expect(
      refusalOf(applyAct(state, undo(second.id, "credit", room(10))), undo(second.id, "credit", room(10))),
    ).toMatch(/followed/);
  });

  test("readiness taken back leaves what was before it: held back again, or ready as said first", () => {
    const checkIn = anAct("check_in", at("13:00:00"));
    const hold = anAct("hold", at("13:10:00"), { scope: centre(1) });
    const ready = anAct("ready", at("13:20:00"), { scope: centre(1) });
    const taken = undo(ready.id, "ready", centre(1), "13:30:00");
    const start = anAct("start", at("14:00:00"));
    expect(startOf(foldJournal([checkIn, hold, ready, taken, start]), place)).toBeNull();
    expect(refusalOf(foldJournal([checkIn, hold, ready, start]), taken)).toBeNull();
    expect(refusalOf(foldJournal([checkIn, hold, ready, start]), { ...taken, atMs: at("14:00:01") })).toMatch(
      /started/,
    );
    const national = [checkIn, anAct("ready", 1), anAct("incident", 2)];
    expect(foldJournal([...national, undo("incident-2", "incident", NATION)]).phase).toBe("ready");
  });

  test("nothing is taken back in a closed sitting, nothing goes on in one that is over", () => {
    const paused = [...started, anAct("pause", at("15:00:00")), anAct("end", at("16:00:00"))];
    expect(refusalOf(foldJournal(paused), anAct("resume", at("16:10:00")))).toMatch(/over/);
    const signed = anAct("sign_minutes", at("17:10:00"), { scope: centre(1) });
    const closed = foldJournal([...started, anAct("end", at("17:00:00")), signed, anAct("close", at("17:20:00"))]);
    expect(refusalOf(closed, undo(signed.id, "sign_minutes", centre(1)))).toMatch(/closed/);
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

  test("a credit after the time is over opens the paper again when it reaches beyond the present", () => {
    const credit = (time: string) => anAct("credit", at(time), { scope: room(10), creditMs: 5 * MINUTE });
    expect(clock([...started, credit("17:03:00")], "17:03:00")).toMatchObject({ stage: "running", leftMs: 2 * MINUTE });
    expect(clock([...started, credit("17:30:00")], "17:30:00")).toEqual({ stage: "over" });
  });

  test("an end that somebody said stays the end: a credit behind it is refused, before it takes effect it is not", () => {
    const end = anAct("end", at("16:50:00"), { effectiveAtMs: at("17:10:00") });
    const credit = (time: string) => anAct("credit", at(time), { scope: room(10), creditMs: 5 * MINUTE });
    const state = foldJournal([...started, end]);
    expect(refusalOf(state, credit("17:10:00"))).toMatch(/no time/);
    expect(refusalOf(state, credit("16:55:00"))).toBeNull();
    expect(refusalOf(state, anAct("pause", at("16:55:00"), { scope: room(10) }))).toBeNull();
    expect(endsAt([...started, end, credit("16:55:00")])).toBe(at("17:05:00"));
  });

  test("a part of a centre that started before the nation can be paused and credited", () => {
    const early = [
      anAct("check_in", at("13:00:00")),
      anAct("start", at("13:45:00"), { scope: centre(1), override: "opened first" }),
      anAct("pause", at("13:50:00"), { scope: room(10) }),
      anAct("resume", at("13:55:00"), { scope: room(10) }),
      anAct("credit", at("13:56:00"), { scope: candidate(100), creditMs: MINUTE }),
    ];
    expect(endsAt(early)).toBe(at("16:51:00"));
  });
});

describe("a resume that was announced", () => {
  const paused = [...started, anAct("pause", at("15:00:00"))];
  test("is moved by pausing again before it: a wrong hour holds nobody", () => {
    const wrong = anAct("resume", at("15:05:00"), { effectiveAtMs: at("16:45:00") });
    const again = anAct("pause", at("15:06:00"));
    const right = anAct("resume", at("15:07:00"), { effectiveAtMs: at("15:45:00") });
    const state = foldJournal([...paused, wrong, again, right]);
    expect(pausesOf(state, place)).toEqual([{ fromMs: at("15:00:00"), untilMs: at("15:45:00") }]);
    expect(state.phase).toBe("running");
  });
  test("by waves: pausing again stops those who were let out, and the others do not go", () => {
    const first = anAct("resume", at("15:10:00"), { scope: centre(1), lifts: NATION });
    const rest = anAct("resume", at("15:11:00"), { effectiveAtMs: at("15:30:00") });
    const again = anAct("pause", at("15:20:00"));
    const state = foldJournal([...paused, first, rest, again]);
    expect(pausesOf(state, place)).toEqual([
      { fromMs: at("15:00:00"), untilMs: at("15:10:00") },
      { fromMs: at("15:20:00"), untilMs: null },
    ]);
    expect(pausesOf(state, elsewhere)).toEqual([{ fromMs: at("15:00:00"), untilMs: null }]);
    expect(refusalOf(foldJournal(paused), anAct("pause", at("15:01:00")))).not.toBeNull();
    expect(refusalOf(foldJournal([...paused, first]), anAct("pause", at("15:12:00")))).toBeNull();
  });
});
