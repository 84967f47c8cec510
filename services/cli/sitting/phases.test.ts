import { describe, expect, test } from "vitest";
import { nationalPhases, phaseAt, phasesOfPlace } from "#cli/sitting/phases";
import type { Act } from "#domain/sitting/act";
import { NATION, type Place, type Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const place: Place = { centreId: 1, roomId: 10, candidateId: 0 };
const centre = (id: number): Scope => ({ kind: "centre", id });
const room = (id: number): Scope => ({ kind: "room", id });
const words = (phases: ReturnType<typeof nationalPhases>) => phases.map((one) => `${one.atMs} ${one.phase}`);
const national = (...acts: Act[]) => words(nationalPhases(acts));
const there = (...acts: Act[]) => words(phasesOfPlace(foldJournal(acts), nationalPhases(acts), place));
const started = [anAct("check_in", 1), anAct("start", 10)];

describe("national phases", () => {
  test("each from the instant of its effect, not of its appending", () => {
    const acts = [anAct("check_in", 1), anAct("start", 2, { effectiveAtMs: 10 }), anAct("pause", 20)];
    expect(national(...acts, anAct("resume", 21, { effectiveAtMs: 40 }))).toEqual([
      "1 check_in",
      "10 running",
      "20 paused",
      "40 running",
    ]);
    expect([0, 9, 10].map((nowMs) => phaseAt(nationalPhases(acts), nowMs))).toEqual(["planned", "check_in", "running"]);
  });

  test("what was announced and then forestalled never shows", () => {
    const announced = anAct("pause", 15, { effectiveAtMs: 50 });
    expect(national(...started, announced, anAct("resume", 20))).toEqual(["1 check_in", "10 running"]);
    const resume = [anAct("pause", 15), anAct("resume", 16, { effectiveAtMs: 50 })];
    expect(national(...started, ...resume, anAct("cancel", 30))).toEqual([
      "1 check_in",
      "10 running",
      "15 paused",
      "30 cancelled",
    ]);
  });

  test("neither credits nor acts of a part of it are phases of the nation", () => {
    const aside = [anAct("credit", 20, { creditMs: 5 }), anAct("pause", 21, { scope: centre(1) })];
    expect(national(...started, ...aside)).toEqual(["1 check_in", "10 running"]);
  });
});

describe("phases of a place", () => {
  test("a centre that starts late is ready, then runs; a room's pause inside a national one counts once", () => {
    const acts = [
      ...started,
      anAct("ready", 12, { scope: centre(1) }),
      anAct("start", 15, { scope: centre(1) }),
      anAct("pause", 20, { scope: room(10) }),
      anAct("pause", 25),
      anAct("resume", 30, { scope: room(10) }),
      anAct("resume", 40),
    ];
    expect(there(...acts).slice(-3)).toEqual(["15 running", "20 paused", "40 running"]);
  });

  test("a centre let out of a national pause runs while the nation stands", () => {
    const wave = anAct("resume", 30, { scope: centre(1), lifts: NATION });
    expect(there(...started, anAct("pause", 20), wave)).toEqual([
      "1 check_in",
      "10 running",
      "20 paused",
      "30 running",
    ]);
    const other = anAct("resume", 30, { scope: centre(2), lifts: NATION });
    expect(there(...started, anAct("pause", 20), other).at(-1)).toBe("20 paused");
  });

  test("a time that runs out is no phase; an end, a collection, a cancellation are", () => {
    expect(there(...started).at(-1)).toBe("10 running");
    expect(there(...started, anAct("end", 90), anAct("collect", 95), anAct("close", 99)).slice(-3)).toEqual([
      "90 ended",
      "95 collecting",
      "99 closed",
    ]);
    expect(there(...started, anAct("cancel", 50, { scope: centre(1) })).at(-1)).toBe("50 cancelled");
  });
});
