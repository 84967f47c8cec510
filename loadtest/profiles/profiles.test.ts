import { describe, expect, test } from "vitest";
import { cuesOf } from "#loadtest/conductor/conduct";
import { PROFILES } from "#loadtest/profiles/by-name";
import { smoke } from "#loadtest/profiles/smoke";
import { dueAt, timetableOf, weighingsOf } from "#loadtest/profiles/timetable";
import { limitsFor, THRESHOLDS } from "#loadtest/thresholds";

const ORIGIN_MS = 1_000_000;

describe.each(Object.values(PROFILES))("profile $name", (profile) => {
  test("has limits with reasons, and instants within the composing time", () => {
    expect(limitsFor(profile.name, false).length).toBeGreaterThan(0);
    for (const { at } of [...profile.scenes, ...profile.moments, ...profile.faults]) {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(1);
    }
    expect(profile.candidates).toBeLessThanOrEqual(8_300);
  });

  test("has whole milliseconds, whatever it is shortened to", () => {
    const odd = { ...profile, minutes: 1.2345, arrivalSeconds: 8.674698795180724 };
    const timetable = timetableOf(odd, ORIGIN_MS);
    const cues = cuesOf(odd, timetable, []).flatMap((cue) => ("act" in cue ? [cue.act.effectiveAtMs ?? 0] : []));
    for (const ms of [timetable.startMs, timetable.endMs, timetable.settleUntilMs, ...cues])
      expect(ms).toBe(Math.round(ms));
  });

  test("plays its acts in an order that a journal takes", () => {
    // Also when it is played in a minute: announcements get shorter then.
    const cues = cuesOf({ ...profile, minutes: 1 }, timetableOf({ ...profile, minutes: 1 }, ORIGIN_MS), []);
    const kinds = cues.flatMap((cue) => ("act" in cue ? [cue.act.kind] : []));
    if (profile.sitting === "joined") return expect(kinds).toEqual([]);
    expect(kinds[0]).toBe("start");
    expect(["end", "cancel"]).toContain(kinds.at(-1));
    expect(kinds.indexOf("resume")).toBe(kinds.includes("pause") ? kinds.indexOf("pause") + 1 : -1);
  });
});

test("faults are limited as such only where they were asked for", () => {
  expect(limitsFor("day", true)).toEqual(expect.arrayContaining([...(THRESHOLDS["withFaults"] ?? [])]));
});

test("a day waits for its start; a sitting that runs is joined at once", () => {
  const day = { ...smoke, sitting: "own", arrivalSeconds: 60, minutes: 2, settleSeconds: 30 } as const;
  const timetable = timetableOf(day, ORIGIN_MS);
  expect(timetable).toEqual({
    originMs: ORIGIN_MS,
    startMs: ORIGIN_MS + 75_000,
    endMs: ORIGIN_MS + 195_000,
    settleUntilMs: ORIGIN_MS + 225_000,
  });
  expect(timetableOf(smoke, ORIGIN_MS).startMs).toBe(ORIGIN_MS);
  const moment = { at: 0.5, what: "answer", withinSeconds: 1 } as const;
  expect([0, 50, 99].map((index) => dueAt(timetable, moment, index, 100) - timetable.startMs)).toEqual([
    60_000, 60_500, 60_990,
  ]);
});

test("memory is weighed evenly over the last two thirds", () => {
  const timetable = { originMs: 0, startMs: 0, endMs: 1_200_000, settleUntilMs: 0 };
  const at = weighingsOf({ ...smoke, weighings: 4 }, timetable);
  expect(at.map((ms) => Math.round(ms / 1_000))).toEqual([500, 700, 900, 1_100]);
  expect(weighingsOf(smoke, timetable)).toEqual([]);
});
