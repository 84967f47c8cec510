/** What charts are drawn from: at most a few hundred points, however long the rehearsal was. Pure. */
import { connectedBySecond } from "#loadtest/report/figures";
import { mean, rounded } from "#loadtest/report/numbers";
import { Histogram } from "#loadtest/timeline/histogram";
import type { CountKind, LatencyKind, Second, Timeline } from "#loadtest/timeline/timeline";
import type { Sample } from "#loadtest/watch/watch";

/** Null where nothing was measured. */
export type Points = readonly (number | null)[];
export interface Series {
  readonly everySeconds: number;
  readonly connected: Points;
  readonly madePerSecond: Points;
  readonly receivedPerSecond: Points;
  readonly reconnectsPerSecond: Points;
  /** Entries made and not yet acknowledged; acknowledged and not yet committed. */
  readonly waitingD1: Points;
  readonly waitingD2: Points;
  readonly latencies: Readonly<
    Record<LatencyKind, { readonly p50: Points; readonly p95: Points; readonly p99: Points }>
  >;
  /** Share of one core, and megabytes, by process. */
  readonly shares: Readonly<Record<string, Points>>;
  readonly megabytes: Readonly<Record<string, Points>>;
  readonly waitingPercent: Points;
  readonly diskWaitingPercent: Points;
}

const POINTS_MAX = 240;

export function seriesOf(timeline: Timeline, samples: readonly Sample[]): Series {
  const lastMs = samples.at(-1)?.atMs ?? 0;
  const length = Math.max(timeline.seconds.length, Math.ceil(lastMs / 1_000), 1);
  const every = Math.ceil(length / POINTS_MAX);
  const slots = Array.from({ length: Math.ceil(length / every) }, (_, n) => n);
  const secondsOf = (slot: number) => timeline.seconds.slice(slot * every, (slot + 1) * every);
  const perSecond = (...kinds: readonly CountKind[]): Points => {
    const counted = ({ counts }: Second) => kinds.reduce((sum, kind) => sum + counts[kind], 0);
    return slots.map((slot) => rounded(secondsOf(slot).reduce((sum, second) => sum + counted(second), 0) / every));
  };
  const connected = connectedBySecond(timeline);
  const [made, received, secured] = (["made", "received", "secured"] as const).map((kind) =>
    runningSum(timeline, kind),
  );
  const atEnd = (values: readonly number[]) =>
    slots.map((slot) => values[Math.min((slot + 1) * every, values.length) - 1] ?? null);
  const lag = (ahead: readonly number[] = [], behind: readonly number[] = []) =>
    atEnd(ahead.map((count, second) => Math.max(0, count - (behind[second] ?? 0))));
  const latency = (kind: LatencyKind) =>
    quantiles(slots.map((slot) => addedUp(secondsOf(slot).map(({ latencies }) => latencies[kind]))));
  const sampleSlots = slots.map((slot) => samples.filter(({ atMs }) => Math.floor(atMs / 1_000 / every) === slot));
  const names = [...new Set(samples.flatMap(({ processes }) => Object.keys(processes)))].sort();
  const ofProcesses = (of: (sample: Sample, name: string) => number | null | undefined) =>
    Object.fromEntries(
      names.map((name) => [name, sampleSlots.map((some) => meanOf(some.map((one) => of(one, name))))]),
    );
  return {
    everySeconds: every,
    connected: atEnd(connected),
    madePerSecond: perSecond("made"),
    receivedPerSecond: perSecond("received"),
    reconnectsPerSecond: perSecond("lost", "heldLost"),
    waitingD1: lag(made, received),
    waitingD2: lag(received, secured),
    latencies: {
      d1: latency("d1"),
      d2: latency("d2"),
      applied: latency("applied"),
      step: latency("step"),
      late: latency("late"),
      staged: latency("staged"),
    },
    shares: ofProcesses(({ processes }, name) => processes[name]?.share),
    megabytes: ofProcesses(({ processes }, name) => (processes[name]?.memoryBytes ?? NaN) / 2 ** 20),
    waitingPercent: sampleSlots.map((some) => meanOf(some.map((one) => one.waitingPercent))),
    diskWaitingPercent: sampleSlots.map((some) => meanOf(some.map((one) => one.diskWaitingPercent))),
  };
}

function runningSum(timeline: Timeline, kind: "made" | "received" | "secured"): number[] {
  let sum = 0;
  return timeline.seconds.map(({ counts }) => (sum += counts[kind]));
}
function addedUp(histograms: readonly Histogram[]): Histogram {
  const total = new Histogram();
  for (const one of histograms) total.add(one);
  return total;
}
const known = (value: number): number | null => (Number.isNaN(value) ? null : rounded(value));
const quantiles = (times: readonly Histogram[]) => ({
  p50: times.map((one) => known(one.quantile(0.5))),
  p95: times.map((one) => known(one.quantile(0.95))),
  p99: times.map((one) => known(one.quantile(0.99))),
});
function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const there = values.filter((value): value is number => typeof value === "number" && !Number.isNaN(value));
  return there.length === 0 ? null : known(mean(there));
}
