/** The clock against the plainest thing that is right: walking through time, one tick after the other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Act } from "#domain/sitting/act";
import { clockAt, durationWith, endOf, type ExtraTime } from "#domain/sitting/clock";
import type { Place, Scope } from "#domain/sitting/scope";
import { covers, NATION } from "#domain/sitting/scope";
import { applyAct, PLANNED, refusalOf, type SittingState } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const places: Place[] = [
  { centreId: 1, roomId: 10, candidateId: 100 },
  { centreId: 1, roomId: 11, candidateId: 110 },
  { centreId: 2, roomId: 20, candidateId: 200 },
];
const scopes: Scope[] = [
  NATION,
  { kind: "centre", id: 1 },
  { kind: "centre", id: 2 },
  { kind: "room", id: 10 },
  { kind: "candidate", id: 100 },
];
const LATEST = 400;

/** Acts in journal order, some announced for later; illegal ones are left out, as appending does. */
const journals = fc
  .array(
    fc.record({
      kind: fc.constantFrom("pause", "pause", "resume", "resume", "credit", "start"),
      scope: fc.constantFrom(...scopes),
      lifts: fc.constantFrom(...scopes),
      afterMs: fc.integer({ min: 0, max: 15 }),
      announcedMs: fc.constantFrom(0, 0, 0, 5, 20),
      creditMs: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 14 },
  )
  .map((list) => {
    let now = 10;
    const acts: Act[] = [anAct("check_in", 0), anAct("start", 10)];
    let state: SittingState = acts.reduce(applyAct, PLANNED);
    for (const [n, { kind, scope, lifts, afterMs, announcedMs, creditMs }] of list.entries()) {
      now += afterMs;
      const details = { scope, lifts: kind === "resume" ? lifts : undefined, creditMs, override: "late", id: `a${n}` };
      const act = anAct(kind, now, { ...details, effectiveAtMs: now + announcedMs });
      if (refusalOf(state, act) !== null) continue;
      state = applyAct(state, act);
      acts.push(act);
    }
    return { acts, state };
  });
const extras = fc.constantFrom<ExtraTime>({ numerator: 1, denominator: 1 }, { numerator: 4, denominator: 3 });

/** Whether the clock of a place stands still at an instant, read from the acts themselves. */
function standsStill(acts: readonly Act[], place: Place, t: number): boolean {
  return acts.some((pause, index) => {
    if (pause.kind !== "pause" || !covers(pause.scope, place) || t < pause.effectiveAtMs) return false;
    const same = (a: Scope, b: Scope) => JSON.stringify(a) === JSON.stringify(b);
    // The first resume after it that lifts its scope, for everyone or for a scope that covers this place.
    const wholly = acts.findIndex(
      (a, i) => i > index && a.kind === "resume" && same(a.lifts, pause.scope) && same(a.scope, pause.scope),
    );
    const until = wholly < 0 ? acts.length : wholly;
    const ends = acts
      .filter(
        (a, i) =>
          a.kind === "resume" && same(a.lifts, pause.scope) && i > index && i <= until && covers(a.scope, place),
      )
      .map((a) => a.effectiveAtMs);
    return !ends.some((end) => end <= t);
  });
}

/** The end of a place, tick by tick; null when it does not come before LATEST. */
function walk(acts: readonly Act[], place: Place, durationMs: number): number | null {
  const starts = acts.filter((a) => a.kind === "start" && covers(a.scope, place));
  const width = { nation: 0, centre: 1, room: 2, candidate: 3 };
  const start = starts.sort((a, b) => width[b.scope.kind] - width[a.scope.kind])[0];
  const credit = acts.reduce((sum, a) => sum + (a.kind === "credit" && covers(a.scope, place) ? a.creditMs : 0), 0);
  let left = durationMs + credit;
  for (let t = start?.effectiveAtMs ?? 0; t < LATEST; t++) {
    if (left === 0) return t;
    if (!standsStill(acts, place, t)) left -= 1;
  }
  return null;
}

test("the end is where a walk through time arrives, for any acts, scopes and extra time", () => {
  fc.assert(
    fc.property(journals, fc.integer({ min: 1, max: 40 }), extras, ({ acts, state }, durationMs, extra) => {
      for (const place of places) {
        const walked = walk(acts, place, durationWith(durationMs, extra));
        const end = endOf(state, durationMs, extra, place);
        if (walked !== null) expect(end).toBe(walked);
        else expect(end === null || end >= LATEST).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("what is left never grows without an act, stands still in a pause, and is used up exactly at the end", () => {
  fc.assert(
    fc.property(journals, fc.integer({ min: 5, max: 40 }), ({ acts, state }, durationMs) => {
      const [place] = places as [Place];
      const extra = { numerator: 1, denominator: 1 };
      let before: number | null = null;
      for (let t = 0; t < 200; t++) {
        const clock = clockAt(state, durationMs, extra, place, t);
        if (clock.stage !== "running" && clock.stage !== "paused") {
          if (clock.stage === "over") expect(endOf(state, durationMs, extra, place)).toBeLessThanOrEqual(t);
          before = null;
          continue;
        }
        expect(clock.stage).toBe(standsStill(acts, place, t) ? "paused" : "running");
        if (before !== null) expect(clock.leftMs).toBeLessThanOrEqual(before);
        if (before !== null && clock.stage === "paused" && standsStill(acts, place, t - 1))
          expect(clock.leftMs).toBe(before);
        before = clock.leftMs;
      }
    }),
    { numRuns: 150 },
  );
});
