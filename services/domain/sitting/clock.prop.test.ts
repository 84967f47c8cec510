/** The clock against the plainest thing that is right: walking through time, one tick after the other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Act, type ActKind, UNDOABLE_KINDS, type UndoableKind } from "#domain/sitting/act";
import { clockAt, durationWith, endOf, type ExtraTime } from "#domain/sitting/clock";
import type { Place, Scope } from "#domain/sitting/scope";
import { covers, NATION, scopeKey } from "#domain/sitting/scope";
import { applyAct, PLANNED, refusalOf, scopeStateOf, type SittingState } from "#domain/sitting/state";
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

const KINDS = [
  ...["pause", "pause", "pause", "resume", "resume", "resume", "credit", "credit", "start", "start"],
  ...["hold", "ready", "extra_time", "backup", "undo", "end"],
] as ActKind[];

/** Acts in journal order, some announced for later; illegal ones are left out, as appending does. */
const journals = fc
  .record({
    startsAtMs: fc.constantFrom(10, 10, 25, 60),
    list: fc.array(
      fc.record({
        kind: fc.constantFrom(...KINDS),
        scope: fc.constantFrom(...scopes),
        lifts: fc.constantFrom(...scopes),
        afterMs: fc.integer({ min: 0, max: 15 }),
        announcedMs: fc.constantFrom(0, 0, 0, 5, 20),
        creditMs: fc.integer({ min: 1, max: 20 }),
        numerator: fc.constantFrom(3, 4),
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ startsAtMs, list }) => {
    let now = 5;
    const acts: Act[] = [anAct("check_in", 0), anAct("start", 5, { effectiveAtMs: startsAtMs })];
    let state: SittingState = acts.reduce(applyAct, PLANNED);
    for (const [n, { kind, scope, lifts, afterMs, announcedMs, creditMs, numerator }] of list.entries()) {
      now += afterMs;
      const last = scopeStateOf(state, scopeKey(scope)).last;
      const undone = { actId: last?.actId, undoes: last?.kind as UndoableKind | undefined };
      const act = anAct(kind, now, {
        ...{ scope, lifts: kind === "resume" ? lifts : undefined, creditMs, numerator, denominator: 3 },
        ...{ ...(kind === "undo" ? undone : {}), override: "late", id: `a${n}` },
        effectiveAtMs: kind === "hold" || kind === "ready" || kind === "undo" ? now : now + announcedMs,
      });
      if (act.kind === "undo" && !UNDOABLE_KINDS.includes(act.undoes)) continue;
      if (refusalOf(state, act) !== null) continue;
      state = applyAct(state, act);
      acts.push(act);
    }
    return { acts, state };
  });
const extras = fc.constantFrom<ExtraTime>({ numerator: 1, denominator: 1 }, { numerator: 4, denominator: 3 });

const same = (a: Scope, b: Scope) => JSON.stringify(a) === JSON.stringify(b);
const WIDTH = { nation: 3, centre: 2, room: 1, candidate: 0 };
/** The journal as if what was taken back had never been said. */
const standing = (acts: readonly Act[]) =>
  acts.filter((a) => a.kind !== "undo" && !acts.some((undo) => undo.kind === "undo" && undo.actId === a.id));

/** Whether the clock of a place stands still at an instant, read from the acts themselves. */
function standsStill(acts: readonly Act[], place: Place, t: number): boolean {
  return acts.some((pause, index) => {
    if (pause.kind !== "pause" || !covers(pause.scope, place) || t < pause.effectiveAtMs) return false;
    // From a later pause of the same scope on, that one decides: an announced resume was taken back.
    const again = acts.some(
      (a, i) =>
        i > index &&
        a.kind === "pause" &&
        same(a.scope, pause.scope) &&
        a.effectiveAtMs >= pause.effectiveAtMs &&
        a.effectiveAtMs <= t &&
        acts.slice(index, i).some((r) => r.kind === "resume" && same(r.lifts, pause.scope) && same(r.scope, r.lifts)),
    );
    if (again) return false;
    // The first act after it that lifts it for everyone, and those before that which let a part out.
    const liftsIt = (a: Act) =>
      (a.kind === "resume" && same(a.lifts, pause.scope)) || (a.kind === "backup" && same(a.scope, pause.scope));
    const wholly = acts.findIndex((a, i) => i > index && liftsIt(a) && same(a.scope, pause.scope));
    const until = wholly < 0 ? acts.length : wholly;
    const ends = acts
      .filter((a, i) => liftsIt(a) && i > index && i <= until && covers(a.scope, place))
      .map((a) => a.effectiveAtMs);
    return !ends.some((end) => end <= t);
  });
}

/** Whether something narrower than a start, and around the place, was held back when it took effect. */
const blocked = (acts: readonly Act[], place: Place, start: Act): boolean =>
  acts.some((hold, index) => {
    if (hold.kind !== "hold" || !covers(hold.scope, place) || hold.effectiveAtMs > start.effectiveAtMs) return false;
    if (WIDTH[hold.scope.kind] >= WIDTH[start.scope.kind]) return false;
    const letGo = acts.find(
      (a, i) => i > index && ["ready", "start", "backup"].includes(a.kind) && same(a.scope, hold.scope),
    );
    return !letGo || start.effectiveAtMs < letGo.effectiveAtMs;
  });

/** The end of a place, tick by tick; null when it does not come before LATEST. */
function walk(journal: readonly Act[], place: Place, durationMs: number, planned: ExtraTime): number | null {
  const acts = standing(journal);
  const here = acts.filter((a) => covers(a.scope, place));
  const backups = here.filter((a) => a.kind === "backup").map((a) => a.effectiveAtMs);
  const since = backups.length > 0 ? Math.min(...backups) : 0;
  const valid = here.filter((a) => a.effectiveAtMs >= since);
  const starting = valid.filter((a) => a.kind === "start" || a.kind === "backup");
  const starts = starting.filter(
    (a, i) => !blocked(acts, place, a) && !starting.slice(i + 1).some((b) => same(a.scope, b.scope)),
  );
  const start = starts.sort((a, b) => WIDTH[b.scope.kind] - WIDTH[a.scope.kind]).at(-1);
  if (!start) return null;
  const ends = here.filter((a) => a.kind === "end" && WIDTH[a.scope.kind] <= WIDTH[start.scope.kind]);
  // An end that is said again replaces the first; a backup paper of the same scope takes it away.
  const inForce = ends.filter(
    (end) =>
      end.effectiveAtMs >= since &&
      !acts
        .slice(acts.indexOf(end) + 1)
        .some((a) => (a.kind === "end" || a.kind === "backup") && same(a.scope, end.scope)),
  );
  const cut = Math.min(Infinity, ...inForce.map((a) => a.effectiveAtMs));
  const extra = here.findLast((a) => a.kind === "extra_time") ?? planned;
  const credit = valid.reduce((sum, a) => sum + (a.kind === "credit" ? a.creditMs : 0), 0);
  let left = durationWith(durationMs, extra) + credit;
  for (let t = start.effectiveAtMs; t < LATEST; t++) {
    if (left === 0 || t === cut) return t;
    if (cut < t) return cut;
    if (!standsStill(acts, place, t)) left -= 1;
  }
  return null;
}

test("the end is where a walk through time arrives, for any acts, scopes and extra time", () => {
  fc.assert(
    fc.property(journals, fc.integer({ min: 1, max: 40 }), extras, ({ acts, state }, durationMs, extra) => {
      for (const place of places) {
        const walked = walk(acts, place, durationMs, extra);
        const end = endOf(state, durationMs, extra, place);
        if (walked !== null) expect(end).toBe(walked);
        else expect(end === null || end >= LATEST).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("what is left never grows without an act, stands still in a pause, and is used up exactly at the end", () => {
  fc.assert(
    fc.property(journals, fc.integer({ min: 5, max: 40 }), ({ acts, state }, durationMs) => {
      const [place] = places as [Place];
      const said = standing(acts);
      const isCut = said.some((a) => a.kind === "end");
      const extra = { numerator: 1, denominator: 1 };
      let before: number | null = null;
      for (let t = 0; t < 200; t++) {
        const clock = clockAt(state, durationMs, extra, place, t);
        if (clock.stage !== "running" && clock.stage !== "paused") {
          if (clock.stage === "over") expect(endOf(state, durationMs, extra, place)).toBeLessThanOrEqual(t);
          before = null;
          continue;
        }
        expect(clock.stage).toBe(standsStill(said, place, t) ? "paused" : "running");
        if (before !== null) expect(clock.leftMs).toBeLessThanOrEqual(before);
        // An announced end comes nearer during a pause too.
        if (before !== null && !isCut && clock.stage === "paused" && standsStill(said, place, t - 1))
          expect(clock.leftMs).toBe(before);
        before = clock.leftMs;
      }
    }),
    { numRuns: 200 },
  );
});
