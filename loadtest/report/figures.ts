/** The figures of a rehearsal, computed from its timeline and what was watched. Pure. */
import { type Cost, growthPercent } from "#loadtest/prefill/cost-per-answer";
import { mean, rounded } from "#loadtest/report/numbers";
import type { Growth } from "#loadtest/report/memory-growth";
import type { Timetable } from "#loadtest/profiles/timetable";
import type { Histogram } from "#loadtest/timeline/histogram";
import type { Timeline } from "#loadtest/timeline/timeline";
import type { Sample } from "#loadtest/watch/watch";

/** Every figure that a threshold may name, with its unit and what it says. */
export const FIGURES = {
  appliedP99Ms: "ms until an act that reached a tablet was noted by the servers, 99th percentile, faults included",
  d1P50Ms: "ms from wanting to send to the acknowledgement (D1), middle one",
  d1P95Ms: "ms from wanting to send to the acknowledgement (D1), 95th percentile outside fault windows",
  d1P99Ms: "ms from wanting to send to the acknowledgement (D1), 99th percentile outside fault windows",
  d1WholeP99Ms: "ms from wanting to send to the acknowledgement (D1), 99th percentile, faults included",
  d2P50Ms: "ms from wanting to send to the commit (D2), middle one",
  d2P99Ms: "ms from wanting to send to the commit (D2), 99th percentile outside fault windows",
  stepP99Ms: "ms from a lock to the key of the next step, 99th percentile outside fault windows",
  stepMaxMs: "ms from a lock to the key of the next step, the longest, faults included, but not while a line is cut",
  lateP99Ms: "ms by which the generator itself was late outside fault windows, 99th percentile",
  entriesPerSecond: "entries per second while everybody composed",
  reconnects: "sockets that were lost and opened again",
  backSeconds: "s until 99 in 100 of the tablets that a fault had cut were connected again, the worst fault",
  heldLost: "sockets of held tablets that were lost outside fault windows",
  heldAbsent: "held tablets without a connection, the most in any second of composing outside fault windows",
  replayedSeconds: "s behind a fault until no more entries waited for their commit than before it, the worst fault",
  drainedSeconds: "s from the end until the last entry was secured",
  receiptsSeconds: "s from the end until the last receipt was signed",
  stagedP99Ms: "ms until a tablet of another room had downloaded its package, 99th percentile",
  d1StageGrowthPercent: "% by which D1 (99th percentile) was longer while other rooms downloaded",
  redisMegabytes: "MB of memory of the answers' Redis, the most",
  ingestKbPerTablet: "kB of memory of ingest for each connected tablet",
  costGrowthPercent: "% by which an answer cost more CPU once answers of earlier papers were stored",
  memoryGrowthPercent: "growth of the memory that the process that grew most keeps, % per 10 min after the first third",
  generatorShare: "of one core used by the generator and the consoles",
} as const;
export type FigureName = keyof typeof FIGURES;
/** NaN: there was nothing to measure. */
export type Figures = Readonly<Record<FigureName, number>>;

/** A stretch of time in which something was wrong on purpose, ms after the origin. */
export interface Band {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}
/** Behind a fault the platform is given this long, once healthy again, until limits hold again. */
const AFTER_FAULT_MS = 15_000;
const BEFORE_FAULT_MS = 1_000;

export const inFault = (bands: readonly Band[], second: number): boolean =>
  bands.some(
    ({ fromMs, untilMs }) =>
      (second + 1) * 1_000 > fromMs - BEFORE_FAULT_MS && second * 1_000 < untilMs + AFTER_FAULT_MS,
  );

export interface Measured {
  readonly timeline: Timeline;
  readonly samples: readonly Sample[];
  /** Of the memory of the platform's processes. */
  readonly growths: readonly Growth[];
  readonly timetable: Timetable;
  readonly faults: readonly Band[];
  /** Names of the rehearsal's own processes in the samples. */
  readonly own: readonly string[];
  /** Time in which nobody composes: national pauses, ms after the origin. */
  readonly pauses: readonly Band[];
  /** Other rooms download, ms after the origin; null: none does. */
  readonly staging: Band | null;
  /** Tablets that should only be connected. */
  readonly held: number;
  /** Memory of all ingests before the first tablet came. */
  readonly ingestIdleBytes: number;
  readonly receiptsSeconds: number;
  readonly costs: readonly Cost[];
}

export function figuresOf(measured: Measured): Figures {
  const { timeline, timetable, faults, pauses, samples, own } = measured;
  const outside = (second: number) => !inFault(faults, second);
  // Whoever's line is cut waits as long as it is, whatever the platform does.
  const cuts = faults.filter(({ name }) => name.startsWith("cut:"));
  const [d1, d2, step] = (["d1", "d2", "step"] as const).map((kind) => timeline.total(kind, outside));
  const q = (times: Histogram | undefined, share: number) => rounded(times?.quantile(share) ?? NaN);
  const [startS, endS] = composing(timetable);
  const composed = (second: number) =>
    second >= startS && second < endS && !pauses.some((p) => second * 1_000 >= p.fromMs && second * 1_000 < p.untilMs);
  const seconds = timeline.seconds.map(({ counts }, second) => ({ counts, second }));
  const active = seconds.filter(({ second }) => composed(second));
  const sum = (of: (counts: (typeof seconds)[number]["counts"]) => number, among = seconds) =>
    among.reduce((total, { counts }) => total + of(counts), 0);
  const lastSecured = seconds.findLast(({ counts }) => counts.secured > 0)?.second ?? NaN;
  const composingSamples = samples.filter(({ atMs }) => atMs >= startS * 1_000 && atMs < endS * 1_000);
  const ownShares = composingSamples.map(({ processes }) =>
    own.reduce((total, name) => total + (processes[name]?.share ?? 0), 0),
  );
  return {
    appliedP99Ms: q(timeline.total("applied"), 0.99),
    d1P50Ms: q(d1, 0.5),
    d1P95Ms: q(d1, 0.95),
    d1P99Ms: q(d1, 0.99),
    d1WholeP99Ms: q(timeline.total("d1"), 0.99),
    d2P50Ms: q(d2, 0.5),
    d2P99Ms: q(d2, 0.99),
    stepP99Ms: q(step, 0.99),
    stepMaxMs: rounded(timeline.total("step", (second) => !inFault(cuts, second)).max),
    // In a fault's window it can only make worse what is judged there: how soon everybody is back.
    lateP99Ms: q(timeline.total("late", outside), 0.99),
    entriesPerSecond: rounded(sum(({ made }) => made, active) / active.length),
    reconnects: sum(({ lost, broken, heldLost }) => lost - broken + heldLost),
    backSeconds: worst(faults.map((fault) => backAfter(timeline, fault))),
    ...heldFigures(measured, outside, composed),
    replayedSeconds: worst(faults.map((fault) => replayAfter(timeline, fault))),
    drainedSeconds: Math.max(0, lastSecured + 1 - endS),
    receiptsSeconds: rounded(measured.receiptsSeconds),
    stagedP99Ms: q(timeline.total("staged"), 0.99),
    d1StageGrowthPercent: rounded(stageGrowth(measured, (second) => outside(second) && composed(second))),
    redisMegabytes: rounded(Math.max(...samples.map((one) => memoryOf(one, "redis-answers"))) / 1e6),
    ingestKbPerTablet: rounded(ingestBytesPerTablet(measured, composingSamples) / 1e3),
    costGrowthPercent: rounded(growthPercent(measured.costs)),
    memoryGrowthPercent: worst(measured.growths.map(({ percent }) => percent)),
    generatorShare: rounded(mean(ownShares)),
  };
}

const composing = ({ originMs, startMs, endMs }: Timetable): [number, number] => [
  Math.floor((startMs - originMs) / 1_000),
  Math.ceil((endMs - originMs) / 1_000),
];
const worst = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : Math.max(...known);
};

/** Tablets connected at the end of each second. */
export function connectedBySecond(timeline: Timeline): number[] {
  let connected = 0;
  return timeline.seconds.map(({ counts }) => {
    const { opened, lost, left, heldOpened, heldLost } = counts;
    return (connected += opened - lost - left + heldOpened - heldLost);
  });
}

/** NaN where nobody was to be held. */
function heldFigures(
  { timeline, held }: Measured,
  outside: (second: number) => boolean,
  composed: (second: number) => boolean,
): Pick<Figures, "heldLost" | "heldAbsent"> {
  if (held === 0) return { heldLost: NaN, heldAbsent: NaN };
  let [open, heldLost, heldAbsent] = [0, 0, 0];
  for (const [second, { counts }] of timeline.seconds.entries()) {
    open += counts.heldOpened - counts.heldLost;
    if (!outside(second)) continue;
    heldLost += counts.heldLost;
    if (composed(second)) heldAbsent = Math.max(heldAbsent, held - open);
  }
  return { heldLost, heldAbsent };
}

/** NaN when the fault cut nobody. Tablets that break with their socket are not waited for. */
function backAfter(timeline: Timeline, { fromMs }: Band): number {
  const connected = connectedBySecond(timeline);
  const from = Math.floor(fromMs / 1_000);
  const before = connected[from - 1] ?? 0;
  let broken = 0;
  const missing = connected.map((count, second) => {
    if (second >= from) broken += timeline.seconds[second]?.counts.broken ?? 0;
    return before - broken - count;
  });
  const few = 0.01 * before;
  const cut = missing.findIndex((count, second) => second >= from && second < from + 20 && count > few);
  if (cut < 0) return NaN;
  const back = missing.findIndex((count, second) => second > cut && count <= few);
  return back < 0 ? Infinity : back - from;
}

/** NaN when the fault held nothing up. Counts vary from second to second: twice as many as before it are not more. */
function replayAfter(timeline: Timeline, { fromMs, untilMs }: Band): number {
  let waiting = 0;
  const waited = timeline.seconds.map(({ counts }) => (waiting += counts.made - counts.secured));
  const [from, until] = [Math.floor(fromMs / 1_000), Math.floor(untilMs / 1_000)];
  const usual = 2 * (waited[from - 1] ?? 0);
  if ((waited[until] ?? 0) <= usual) return NaN;
  const done = waited.findIndex((count, second) => second > until && count <= usual);
  return done < 0 ? Infinity : done - until;
}

/** NaN when nobody downloaded. */
function stageGrowth({ timeline, staging }: Measured, counts: (second: number) => boolean): number {
  if (staging === null) return NaN;
  const during = (second: number) => second * 1_000 >= staging.fromMs && second * 1_000 < staging.untilMs;
  const then = timeline.total("d1", (second) => counts(second) && during(second)).quantile(0.99);
  const otherwise = timeline.total("d1", (second) => counts(second) && !during(second)).quantile(0.99);
  return (then / otherwise - 1) * 100;
}

/** Of the processes whose names begin so. */
export const memoryOf = ({ processes }: Pick<Sample, "processes">, prefix: string): number =>
  Object.entries(processes).reduce(
    (sum, [name, { memoryBytes }]) => sum + (name.startsWith(prefix) ? memoryBytes : 0),
    0,
  );

/** What all ingests have grown by since nobody was connected, in the middle of the composing time. */
function ingestBytesPerTablet({ timeline, ingestIdleBytes }: Measured, composing: readonly Sample[]): number {
  const middle = composing[Math.floor(composing.length / 2)];
  if (!middle) return NaN;
  const connected = connectedBySecond(timeline)[Math.floor(middle.atMs / 1_000)] ?? 0;
  return (memoryOf(middle, "ingest-") - ingestIdleBytes) / connected;
}
