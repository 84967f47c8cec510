/** From the request of an act to every tablet, and how far apart tablets switch at an announced instant. */
import { setTimeout as delay } from "node:timers/promises";
import type { SessionRecord } from "#client-core/records";
import type { Figure } from "#infra/bench/benchmark.ts";
import type { ActDesk } from "#infra/bench/consoles/act-desk.ts";
import type { DistortedTablets } from "#infra/bench/consoles/distorted-tablets.ts";
import { DELAY_MAX_MS, distortions, DRIFT_MAX, OFFSET_MAX_MS } from "#infra/bench/consoles/distortions.ts";
import { switchesOf } from "#infra/bench/consoles/virtual-tablets.ts";
import type { Consoles } from "#infra/bench/consoles/start-consoles.ts";
import type { Generator } from "#infra/bench/generator/start-generator.ts";
import { machineNow } from "#infra/bench/measure/machine.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";

const PAIRS = 4;
const TARGET_MS = 1_000;
const SKEW_TARGET_MS = 250;
const ANNOUNCED_PAIRS = 3;
const AHEAD_MS = 4_000;
const BETWEEN_MS = 1_500;
const IDLE_MS = 5_000;
const KINDS = ["pause", "resume"] as const;

interface Arrival {
  /** ms after the request. */
  readonly tabletsP99: number;
  readonly tabletsLast: number;
  readonly consoles: number;
  readonly meterFull: number;
  readonly present: number;
}

/** `parts`: processes whose CPU an act costs, by name. */
export async function measureActs(
  who: { desk: ActDesk; generator: Generator; consoles: Consoles },
  parts: Parts,
): Promise<Figure[]> {
  const arrivals: Arrival[] = [];
  const idleShares = await sharesDuring(parts, () => delay(IDLE_MS));
  const before = spentBy(parts);
  const startedAtMs = performance.now();
  for (let n = 0; n < PAIRS; n++)
    for (const kind of KINDS) {
      arrivals.push(await one(who, kind));
      await delay(BETWEEN_MS);
    }
  const tookMs = performance.now() - startedAtMs;
  // Less what goes on anyway: of the same size on a busy machine and on a quiet one.
  const cpuMsPerAct = mapped(spentBy(parts), (ms, name) =>
    rounded((ms - (before[name] ?? 0) - (idleShares[name] ?? 0) * tookMs) / arrivals.length),
  );
  const machine = machineNow();
  const all = (of: keyof Arrival) => arrivals.map((arrival) => rounded(arrival[of]));
  const figure = (name: string, of: keyof Arrival, unit: string): Figure => {
    const worst = Math.max(...all(of));
    const detail = {
      each: all(of),
      median: rounded(median(all(of))),
      present: arrivals[0]?.present,
      cpuMsPerAct,
      machine,
    };
    return { name, value: worst, unit, target: `≤ ${TARGET_MS}`, ok: worst <= TARGET_MS, detail };
  };
  return [
    figure("consoles.act.tablets", "tabletsP99", "ms from the request to the tablets, p99 of the slowest act"),
    figure("consoles.act.lastTablet", "tabletsLast", "ms from the request to the last tablet, slowest act"),
    figure("consoles.act.consoles", "consoles", "ms from the request to the last of the consoles, slowest act"),
    figure(
      "consoles.act.meterFull",
      "meterFull",
      "ms from the request until an organiser's delivery meter is full, slowest act",
    ),
  ];
}

type Parts = Readonly<Record<string, () => number>>;
type PerPart = Readonly<Record<string, number>>;
const mapped = <T>(of: Readonly<Record<string, T>>, map: (value: T, name: string) => number): PerPart =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(value, name)]));
const spentBy = (parts: Parts): PerPart => mapped(parts, (spentMs) => spentMs());

async function sharesDuring(parts: Parts, work: () => Promise<unknown>): Promise<PerPart> {
  const before = spentBy(parts);
  const startedAtMs = performance.now();
  await work();
  const tookMs = performance.now() - startedAtMs;
  return mapped(spentBy(parts), (ms, name) => (ms - (before[name] ?? 0)) / tookMs);
}

async function one(
  { desk, generator, consoles }: { desk: ActDesk; generator: Generator; consoles: Consoles },
  kind: (typeof KINDS)[number],
): Promise<Arrival> {
  const id = desk.newId();
  const heard = Promise.all([generator.told(id), consoles.told(id), consoles.delivered(id)]);
  const { askedAtMs } = await desk.act(id, kind, null);
  const [tablets, consolesAtMs, meter] = await heard;
  return {
    tabletsP99: tablets.p99AtMs - askedAtMs,
    tabletsLast: tablets.lastAtMs - askedAtMs,
    consoles: consolesAtMs - askedAtMs,
    meterFull: meter.atMs - askedAtMs,
    present: meter.present,
  };
}

export async function measureSkew({ desk, distorted }: { desk: ActDesk; distorted: DistortedTablets }) {
  const spreads: number[] = [];
  const offInstant: number[] = [];
  for (let n = 0; n < ANNOUNCED_PAIRS; n++)
    for (const kind of KINDS) {
      const switched = distorted.switched(kind === "pause" ? "paused" : "running");
      const { act } = await desk.act(desk.newId(), kind, Date.now() + AHEAD_MS);
      const atMs = await switched;
      spreads.push((atMs.at(-1) ?? NaN) - (atMs[0] ?? NaN));
      offInstant.push(Math.max(...atMs.map((ms) => Math.abs(ms - act.effectiveAtMs))));
    }
  const { off, saysMax, beyond } = await distorted.estimates();
  const worst = Math.max(...spreads);
  const figure: Figure = {
    name: "consoles.skew",
    value: rounded(worst),
    unit: "ms between the first and the last tablet that switches at an announced instant, worst instant",
    target: `≤ ${SKEW_TARGET_MS}`,
    ok: worst <= SKEW_TARGET_MS,
    detail: {
      tablets: off.length,
      clocks: `± ${OFFSET_MAX_MS / 60_000} min, ± ${DRIFT_MAX * 1e6} ppm`,
      wire: `0 to ${DELAY_MAX_MS} ms each way, a tenth with all of it one way`,
      each: spreads.map(rounded),
      offTheInstantMs: rounded(Math.max(...offInstant)),
      estimatesOffMs: [rounded(Math.min(...off)), rounded(Math.max(...off))],
      tabletsSayAtMostMs: saysMax,
      offByMoreThanTheySay: beyond,
      machine: machineNow(),
    },
  };
  return [figure];
}

/** The same in virtual time: the estimate alone. */
export async function measureVirtualSkew(records: readonly SessionRecord[]): Promise<Figure> {
  const wrong = distortions(records.length);
  const switches: number[][] = [];
  for (const [n, record] of records.entries()) if (wrong[n]) switches.push(await switchesOf(record, wrong[n]));
  const spreads = (switches[0] ?? []).map((_, instant) => {
    const all = switches.map((of) => of[instant] ?? NaN);
    return Math.max(...all) - Math.min(...all);
  });
  const worst = Math.max(...spreads);
  return {
    name: "consoles.skew.virtual",
    value: worst,
    unit: "ms between the first and the last tablet in virtual time: the estimate alone, worst instant",
    target: `≤ ${SKEW_TARGET_MS}`,
    ok: worst <= SKEW_TARGET_MS,
    detail: { tablets: records.length, each: spreads, last: "after half an hour in which nobody wrote" },
  };
}
