/** The ledger by examples, and against a walk through time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Act } from "#domain/sitting/act";
import { clockAt, NO_EXTRA_TIME } from "#domain/sitting/clock";
import { type CandidateLoss, GAP_BEARABLE_MS, type LedgerInput, lostTime, summaryOf } from "#domain/sitting/lost-time";
import type { Place, Scope } from "#domain/sitting/scope";
import { applyAct, foldJournal, PLANNED, refusalOf } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const MINUTE = 60_000;
const place: Place = { centreId: 1, roomId: 10, candidateId: 100 };
const scopes: Scope[] = [
  { kind: "nation" },
  { kind: "centre", id: 1 },
  { kind: "room", id: 10 },
  { kind: "candidate", id: 100 },
];
const [, centre, room] = scopes as [Scope, Scope, Scope];
const started = [anAct("check_in", 0), anAct("start", 10 * MINUTE)];
const ledger = (acts: readonly Act[], nowMs: number, over: Partial<LedgerInput> = {}) =>
  lostTime({
    state: foldJournal(acts),
    durations: { main: 180 * MINUTE, backup: 180 * MINUTE },
    candidates: [{ place, extra: NO_EXTRA_TIME, doneAtMs: null, absent: false }],
    connections: [],
    nowMs,
    ...over,
  });
const only = (losses: readonly CandidateLoss[]): CandidateLoss => {
  expect(losses).toHaveLength(1);
  return losses[0] as CandidateLoss;
};

describe("examples", () => {
  const on = [100, "on", 0] as const;

  test("a cut of 6 min 12 s proposes 6 minutes: what goes beyond 60 s, up to the whole minute", () => {
    const cut = [on, [100, "off", 20 * MINUTE], [100, "on", 26 * MINUTE + 12_000]] as const;
    const loss = only(ledger(started, 60 * MINUTE, { connections: cut }));
    expect(loss).toMatchObject({ longestGapMs: 372_000, proposedCreditMs: 6 * MINUTE, runningMs: 50 * MINUTE });
    expect(summaryOf([loss])).toMatchObject({ offline: 1, proposed: 1, proposedForAllMs: 6 * MINUTE });
    const credit = anAct("credit", 30 * MINUTE, { scope: room, creditMs: 5 * MINUTE });
    expect(only(ledger([...started, credit], 60 * MINUTE, { connections: cut })).proposedCreditMs).toBe(MINUTE);
  });

  test("cuts of up to 60 s, during a pause, before the start, after handing in and after the end cost nothing", () => {
    const paused = [...started, anAct("pause", 20 * MINUTE), anAct("resume", 40 * MINUTE)];
    for (const [acts, off, back, doneAtMs] of [
      [started, 20 * MINUTE, 21 * MINUTE, null],
      [paused, 20 * MINUTE, 40 * MINUTE, null],
      [started, MINUTE, 10 * MINUTE, null],
      [started, 100 * MINUTE, 130 * MINUTE, 100 * MINUTE],
      [started, 190 * MINUTE, 240 * MINUTE, null],
    ] as const) {
      const candidates = [{ place, extra: NO_EXTRA_TIME, doneAtMs, absent: false }];
      const connections = [on, [100, "off", off], [100, "on", back]] as const;
      expect(only(ledger(acts, 250 * MINUTE, { connections, candidates }))).toMatchObject({
        gaps: [],
        proposedCreditMs: 0,
      });
    }
  });

  test("a wait of more than 10 s for a question is proposed whole; within a counted cut, a pause or 10 s it is not", () => {
    const waited = (...waits: (readonly [seconds: number, overAtMs: number])[]) => ({
      connections: [on, [100, "off", 30 * MINUTE], [100, "on", 33 * MINUTE]] as const,
      waits: new Map([[100, waits.map(([seconds, atMs]) => ({ waitedMs: seconds * 1_000, atMs }))]]),
    });
    const at = (...waits: (readonly [number, number])[]) => {
      const { waitedMs, proposedCreditMs } = only(ledger(started, 60 * MINUTE, waited(...waits)));
      return [waitedMs / 1_000, proposedCreditMs / MINUTE];
    };
    expect(at()).toEqual([0, 2]);
    expect(at([10, 20 * MINUTE])).toEqual([0, 2]);
    expect(at([45, 20 * MINUTE])).toEqual([45, 3]);
    expect(at([45, 20 * MINUTE], [30, 25 * MINUTE])).toEqual([75, 4]);
    // Told twice, overlapping, within the cut, reaching out of it, and before the start.
    expect(at([45, 20 * MINUTE], [45, 20 * MINUTE], [30, 20 * MINUTE])).toEqual([45, 3]);
    expect(at([60, 32 * MINUTE])).toEqual([0, 2]);
    expect(at([60, 30 * MINUTE + 30_000])).toEqual([30, 3]);
    expect(at([60, 10 * MINUTE + 20_000])).toEqual([20, 3]);
    const paused = [...started, anAct("pause", 20 * MINUTE), anAct("resume", 22 * MINUTE)];
    expect(only(ledger(paused, 60 * MINUTE, waited([100, 21 * MINUTE]))).waitedMs).toBe(40_000);
    expect(summaryOf(ledger(started, 60 * MINUTE, waited([45, 20 * MINUTE])))).toMatchObject({ waited: 1 });
  });

  test("a cut that lasts counts until now; a late arrival is not a cut; who is absent has no line", () => {
    const off = [on, [100, "off", 20 * MINUTE]] as const;
    expect(only(ledger(started, 25 * MINUTE, { connections: off })).longestGapMs).toBe(5 * MINUTE);
    const late = only(ledger(started, 60 * MINUTE, { connections: [[100, "on", 15 * MINUTE]] }));
    expect(late).toMatchObject({ lateArrivalMs: 5 * MINUTE, proposedCreditMs: 0 });
    const candidates = [{ place, extra: NO_EXTRA_TIME, doneAtMs: null, absent: true }];
    expect(ledger(started, 60 * MINUTE, { candidates })).toEqual([]);
    expect(ledger(started, 5 * MINUTE)).toEqual([]);
  });

  test("overlapping pauses are told once, by the widest; a late centre by its start; work in a pause by its entries", () => {
    const acts = [
      ...started,
      anAct("start", 12 * MINUTE, { scope: centre, override: "link" }),
      anAct("pause", 20 * MINUTE, { scope: room }),
      anAct("pause", 25 * MINUTE),
      anAct("resume", 30 * MINUTE),
      anAct("resume", 32 * MINUTE, { scope: room }),
    ];
    const madeAt = new Map([[100, [19 * MINUTE, 21 * MINUTE, 24 * MINUTE, 33 * MINUTE]]]);
    const loss = only(ledger(acts, 40 * MINUTE, { madeAt }));
    expect(loss.pausedMs).toEqual({ nation: 5 * MINUTE, centre: 0, room: 7 * MINUTE, candidate: 0 });
    expect(loss).toMatchObject({ lateStartMs: 2 * MINUTE, workedInPauseMs: 4 * MINUTE, runningMs: 16 * MINUTE });
    expect(summaryOf([loss])).toMatchObject({ pausedMs: 12 * MINUTE, workedInPause: 1 });
  });

  test("what all have lost is what the least of them has", () => {
    const loss = only(ledger(started, 60 * MINUTE));
    const with_ = (proposedCreditMs: number) => ({ ...loss, proposedCreditMs });
    expect(summaryOf([with_(120_000), with_(60_000)]).proposedForAllMs).toBe(60_000);
    expect(summaryOf([with_(120_000), with_(0)])).toMatchObject({ proposedForAllMs: 0, proposed: 1 });
    expect(summaryOf([])).toMatchObject({ candidates: 0, proposedForAllMs: 0, pausedMs: 0 });
  });
});

/** Instants in steps of 20 s, so that a walk is short. */
const STEP = 20_000;
const journals = fc
  .array(
    fc.record({
      kind: fc.constantFrom("pause", "resume", "credit"),
      scope: fc.constantFrom(...scopes),
      after: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 12 },
  )
  .map((list) => {
    let now = STEP;
    const acts: Act[] = [anAct("check_in", 0), anAct("start", STEP)];
    let state = acts.reduce(applyAct, PLANNED);
    for (const [n, { kind, scope, after }] of list.entries()) {
      now += after * STEP;
      const act = anAct(kind, now, { scope, id: `a${n}`, creditMs: STEP });
      if (refusalOf(state, act) !== null) continue;
      state = applyAct(state, act);
      acts.push(act);
    }
    return acts;
  });
const switches = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 10 });

test("sums agree with a walk through time: nothing twice, nothing beyond the running time", () => {
  let cuts = 0;
  fc.assert(
    fc.property(journals, switches, fc.integer({ min: 1, max: 90 }), (acts, waits, durationSteps) => {
      const nowMs = 120 * STEP;
      let t = 0;
      const connections = waits.map((wait, n) => [100, n % 2 ? "off" : "on", (t += wait * STEP)] as const);
      const durations = { main: durationSteps * STEP, backup: 1 };
      const loss = only(ledger(acts, nowMs, { connections, durations }));

      const state = foldJournal(acts);
      let [running, paused, gap] = [0, 0, 0];
      const gaps: number[] = [];
      const close = () => {
        if (gap > GAP_BEARABLE_MS) gaps.push(gap);
        gap = 0;
      };
      for (let at = 0; at < nowMs; at += STEP) {
        const { stage } = clockAt(state, durations.main, NO_EXTRA_TIME, place, at);
        if (stage === "running") running += STEP;
        if (stage === "paused") paused += STEP;
        const last = connections.findLast(([, , when]) => when <= at);
        if (last?.[1] !== "off") close();
        else if (stage === "running") gap += STEP;
      }
      close();
      expect(loss.runningMs).toBe(running);
      expect(Object.values(loss.pausedMs).reduce((a, b) => a + b)).toBe(paused);
      expect(loss.gaps.map((one) => one.runningMs)).toEqual(gaps);
      expect(loss.proposedCreditMs).toBeLessThanOrEqual(Math.ceil(running / MINUTE) * MINUTE);
      expect(loss.proposedCreditMs % MINUTE === 0 || loss.creditMs > 0).toBe(true);
      cuts += gaps.length;
    }),
    { numRuns: 400 },
  );
  expect(cuts).toBeGreaterThan(100);
});
