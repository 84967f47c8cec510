import { expect, test } from "vitest";
import { needsRehearsal, type PassedRehearsal, refusalUnrehearsed, rehearsedFor } from "#domain/sitting/rehearsed";

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;
const played = (daysAgo: number, candidates: number, profile = "ecni-2015"): PassedRehearsal => ({
  profile,
  candidates,
  atMs: NOW_MS - daysAgo * DAY_MS,
});
const NATION = { kind: "nation" } as const;

test("the newest rehearsal of the size or more, not older than the days, counts", () => {
  const of = (...some: PassedRehearsal[]) => rehearsedFor(8_300, some, NOW_MS, 14);
  expect(of(played(9, 8_300), played(3, 8_300), played(1, 400))).toEqual({ passed: played(3, 8_300), nearest: null });
  expect(of(played(14, 8_300)).passed).toEqual(played(14, 8_300));
  expect(of(played(14.01, 8_300))).toEqual({ passed: null, nearest: played(14.01, 8_300) });
  expect(of(played(1, 8_299)).passed).toBe(null);
});

test("where none counts the nearest is told: one that was large enough before the largest of the recent ones", () => {
  const nearest = (...some: PassedRehearsal[]) => rehearsedFor(8_300, some, NOW_MS, 14).nearest;
  expect(nearest(played(40, 9_000), played(20, 8_300), played(1, 8_000))).toEqual(played(20, 8_300));
  expect(nearest(played(2, 4_000), played(3, 8_000), played(30, 8_200))).toEqual(played(3, 8_000));
  expect(nearest(played(30, 200))).toBe(null);
  expect(nearest()).toBe(null);
});

test("a smoke proves no size", () => {
  expect(rehearsedFor(200, [played(1, 8_300, "smoke")], NOW_MS, 14)).toEqual({ passed: null, nearest: null });
});

test("the nation's ready needs one, and a start that no ready came before; a part, a rehearsal and a reason do not", () => {
  const needs = (kind: "ready" | "start" | "pause", over: object = {}, phase: "check_in" | "ready" = "check_in") =>
    needsRehearsal({ kind, scope: NATION, ...over }, phase, false);
  expect([needs("ready"), needs("ready", {}, "ready"), needs("start")]).toEqual([true, true, true]);
  expect([needs("start", {}, "ready"), needs("pause")]).toEqual([false, false]);
  expect(needs("ready", { scope: { kind: "centre", id: 1 } })).toBe(false);
  expect([needs("ready", { override: "the jury decides" }), needs("ready", { override: " " })]).toEqual([false, true]);
  expect(needsRehearsal({ kind: "ready", scope: NATION }, "check_in", true)).toBe(false);
});

test("the refusal says the size, the days and the nearest rehearsal", () => {
  const refusal = (...some: PassedRehearsal[]) =>
    refusalUnrehearsed(
      { kind: "ready", scope: NATION },
      "check_in",
      { rehearsal: false, candidates: 8_300 },
      some,
      NOW_MS,
      14,
    );
  expect(refusal(played(2, 8_300))).toBe(null);
  expect(refusal()).toEqual({ code: "not_rehearsed", candidates: 8_300, withinDays: 14, best: null });
  expect(refusal(played(20.5, 9_000))).toMatchObject({ best: { candidates: 9_000, days: 20 } });
});
