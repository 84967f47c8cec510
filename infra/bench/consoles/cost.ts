/** What consoles cost: the candidates, by their D1 with and without them, and control. */
import { setTimeout as delay } from "node:timers/promises";
import { LIMITS } from "#contracts/limits";
import type { Figure } from "#infra/bench/benchmark.ts";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import type { ConsolesMark } from "#infra/bench/consoles/protocol.ts";
import type { Staff } from "#infra/bench/consoles/staff.ts";
import type { Consoles } from "#infra/bench/consoles/start-consoles.ts";
import type { Mark } from "#infra/bench/generator/protocol.ts";
import type { Generator } from "#infra/bench/generator/start-generator.ts";
import { cpuMs } from "#infra/bench/measure/cpu-time.ts";
import { machineNow } from "#infra/bench/measure/machine.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";

const ROUNDS = 3;
const WINDOW_MS = 10_000;
const SETTLE_MS = 3_000;
const RATIO_TARGET = 1.2;
const CONTROL_SHARE_TARGET = 0.5;

interface Sample {
  readonly mark: Mark;
  readonly controlShare: number;
  readonly ingestShare: number;
}
interface WithConsoles extends Sample {
  readonly consoles: ConsolesMark;
  readonly openedMs: number;
  readonly snapshotBytes: number;
}

/** Leaves the consoles open. */
export async function measureCost(
  day: ExamDay,
  generator: Generator,
  consoles: Consoles,
  staff: readonly Staff[],
): Promise<Figure[]> {
  const [without, with_]: [Sample[], WithConsoles[]] = [[], []];
  // In turn, so that whatever else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await consoles.close();
    await delay(SETTLE_MS);
    without.push(await sample(day, generator));
    const opened = await consoles.open(staff);
    await delay(SETTLE_MS);
    await consoles.mark();
    const seen = await sample(day, generator);
    const mark = await consoles.mark();
    with_.push({ ...seen, consoles: mark, openedMs: opened.tookMs, snapshotBytes: opened.bytes });
  }
  return [
    candidatesFigure(without, with_),
    controlFigure(without, with_),
    trafficFigure(with_, staff.length),
    updatesFigure(with_),
  ];
}

async function sample({ pids }: ExamDay, generator: Generator): Promise<Sample> {
  await generator.mark();
  const spent = () => [cpuMs(pids.control), pids.ingests.reduce((sum, pid) => sum + cpuMs(pid), 0)] as const;
  const [control, ingest] = spent();
  const startedAtMs = performance.now();
  await delay(WINDOW_MS);
  const mark = await generator.mark();
  const tookMs = performance.now() - startedAtMs;
  const after = spent();
  return { mark, controlShare: (after[0] - control) / tookMs, ingestShare: (after[1] - ingest) / tookMs };
}

function candidatesFigure(without: readonly Sample[], with_: readonly Sample[]): Figure {
  const p99 = (samples: readonly Sample[]) => samples.map(({ mark }) => mark.p99Ms);
  const p50 = (samples: readonly Sample[]) => rounded(median(samples.map(({ mark }) => mark.p50Ms)));
  const ratio = median(p99(with_)) / median(p99(without));
  return {
    name: "consoles.d1",
    value: rounded(ratio),
    unit: "times the candidates' D1 p99 without consoles",
    target: `≤ ${RATIO_TARGET}`,
    ok: ratio <= RATIO_TARGET,
    detail: {
      withoutP99Ms: p99(without).map(rounded),
      withP99Ms: p99(with_).map(rounded),
      p50Ms: [p50(without), p50(with_)],
      answersPerSecond: rounded(median(with_.map(({ mark }) => (mark.answers * 1_000) / mark.sinceMs))),
      machine: machineNow(),
      ingestsShare: rounded(median(with_.map(({ ingestShare }) => ingestShare))),
    },
  };
}

function controlFigure(without: readonly Sample[], with_: readonly WithConsoles[]): Figure {
  const share = median(with_.map(({ controlShare }) => controlShare));
  return {
    name: "consoles.control",
    value: rounded(share),
    unit: "of a core used by control",
    target: `≤ ${CONTROL_SHARE_TARGET}`,
    ok: share <= CONTROL_SHARE_TARGET,
    detail: {
      withoutConsoles: rounded(median(without.map(({ controlShare }) => controlShare))),
      allConsolesOpenedInSeconds: rounded(median(with_.map(({ openedMs }) => openedMs)) / 1_000),
      snapshotsBytes: rounded(median(with_.map(({ snapshotBytes }) => snapshotBytes))),
      benchConsolesShare: rounded(median(with_.map(({ consoles }) => consoles.cpuMs / consoles.sinceMs))),
    },
  };
}

const BYTES_TARGET = 5_000;
function trafficFigure(with_: readonly WithConsoles[], count: number): Figure {
  const perSecond = median(with_.map(({ consoles }) => (consoles.bytes * 1_000) / consoles.sinceMs));
  const last = with_.at(-1)?.consoles;
  const each = Object.entries(last?.byKind ?? {}).map(([kind, bytes]) => [
    kind,
    rounded((bytes * 1_000) / (last?.sinceMs ?? NaN)),
  ]);
  return {
    name: "consoles.traffic",
    value: rounded(perSecond / count),
    unit: "bytes/s to one console on average",
    target: `≤ ${BYTES_TARGET}`,
    ok: perSecond / count <= BYTES_TARGET,
    detail: { consoles: count, bytesPerSecond: rounded(perSecond), byKind: Object.fromEntries(each) as object },
  };
}

function updatesFigure(with_: readonly WithConsoles[]): Figure {
  const most = Math.max(...with_.map(({ consoles }) => consoles.updatesMax));
  const limit = LIMITS.consoleUpdatesPerSecond;
  // A window may hold one update more than its length allows on average.
  const allowed = limit + 1_000 / WINDOW_MS;
  return {
    name: "consoles.updates",
    value: rounded(most),
    unit: "updates per second of the console that had most",
    target: `≤ ${limit}`,
    ok: most <= allowed,
    detail: { mean: rounded(median(with_.map(({ consoles }) => consoles.updatesMean))) },
  };
}
