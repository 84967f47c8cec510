/** Everything that is known after a rehearsal: result.json, from which reports are drawn. */
import type { ConductedFault } from "#loadtest/conductor/conduct";
import type { DoneAct } from "#loadtest/conductor/organisers";
import { faultName } from "#loadtest/faults/fault";
import type { Profile } from "#loadtest/profiles/profile";
import type { Cost } from "#loadtest/prefill/cost-per-answer";
import { instantAt, type Timetable } from "#loadtest/profiles/timetable";
import { type Capacity, capacityOf } from "#loadtest/report/capacity";
import { type Band, type Figures, figuresOf, memoryOf } from "#loadtest/report/figures";
import { mean, rounded } from "#loadtest/report/numbers";
import { type Judged, judge, judgedLimits, type Verdict } from "#loadtest/report/judge";
import { type Growth, memoryGrowths } from "#loadtest/report/memory-growth";
import { type Series, seriesOf } from "#loadtest/report/series";
import { limitsFor } from "#loadtest/thresholds";
import type { Timeline } from "#loadtest/timeline/timeline";
import type { Findings } from "#loadtest/verify/compare";
import type { Verified } from "#loadtest/verify/verify-ledgers";
import type { Watched } from "#loadtest/watch/watch";

export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly processor: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Processes that ran or waited to run, over the minute before. */
  readonly loadBefore: number;
}
export interface ActShown {
  readonly kind: string;
  /** After the origin, ms. */
  readonly effectiveMs: number;
  /** From asking to the journal, ms. */
  readonly tookMs: number;
  /** From asking until the last console was told, ms; null without consoles. */
  readonly consolesMs: number | null;
  readonly consoles: number;
  /** Why it had to be asked for again; null: it was done at once. */
  readonly refusedFirst: string | null;
}
export interface HeldShown {
  readonly tablets: number;
  readonly processes: number;
  /** Of one core, over the whole rehearsal. */
  readonly share: number;
  /** The most. */
  readonly megabytes: number;
  /** Why sockets ended, and processes that did. */
  readonly troubles: readonly string[];
}
export interface Result {
  readonly format: "amphi-rehearsal";
  readonly version: 1;
  readonly startedAt: string;
  readonly profile: Profile;
  readonly seed: number;
  readonly commit: string | null;
  readonly machine: Machine;
  readonly verdict: Verdict;
  readonly capacity: Capacity;
  readonly findings: Findings;
  readonly refusals: { readonly count: number; readonly first: readonly { tablet: number; reason: string }[] };
  readonly figures: Figures;
  readonly limits: readonly Judged[];
  readonly acts: readonly ActShown[];
  readonly faults: readonly Band[];
  readonly pauses: readonly Band[];
  readonly consoles: { readonly bytes: number; readonly reconnects: number; readonly open: number };
  /** Tablets that were only connected, and what that cost the rehearsal; null: none were. */
  readonly held: HeldShown | null;
  /** What an answer cost before and after answers of earlier papers were loaded; empty where none were. */
  readonly costs: readonly Cost[];
  /** Of the memory of the platform's processes after the first third of the composing time, the most first. */
  readonly growths: readonly Growth[];
  readonly series: Series;
}

export interface Played {
  readonly profile: Profile;
  readonly seed: number;
  readonly commit: string | null;
  readonly machine: Machine;
  readonly timetable: Timetable;
  readonly timeline: Timeline;
  readonly verified: Verified;
  readonly watched: Watched;
  /** Names of the rehearsal's own processes. */
  readonly own: readonly string[];
  readonly acts: readonly DoneAct[];
  readonly faults: readonly ConductedFault[];
  readonly troubles: readonly string[];
  /** By act: when the last console was told, ms since 1970. */
  readonly consoleActs: ReadonlyMap<string, { readonly atMs: number; readonly consoles: number }>;
  readonly consoles: Result["consoles"];
  readonly heldTroubles: readonly string[];
  /** Memory of all ingests before the first tablet came. */
  readonly ingestIdleBytes: number;
  readonly receiptsSeconds: number;
  readonly costs: readonly Cost[];
  readonly interrupted: string | null;
}

const REFUSALS_SHOWN = 20;
const TROUBLES_SHOWN = 10;
const HOLDER = "holder-";

export function resultOf(played: Played): Result {
  const { profile, timetable, timeline, verified, watched, own } = played;
  const { originMs, settleUntilMs } = timetable;
  const faults = played.faults.map(({ fault, fromMs, untilMs }) => ({
    name: faultName(fault),
    fromMs: fromMs - originMs,
    untilMs: (untilMs ?? settleUntilMs) - originMs,
  }));
  const pauses = pausesOf(played.acts, timetable);
  const { samples, weighings } = watched;
  const { candidates, held } = profile;
  const composing = samples.filter(
    ({ atMs }) => atMs >= timetable.startMs - originMs && atMs < timetable.endMs - originMs,
  );
  const growths = memoryGrowths(composing, weighings, own);
  const figures = figuresOf({
    timeline,
    held,
    ingestIdleBytes: played.ingestIdleBytes,
    samples,
    growths,
    timetable,
    faults,
    pauses,
    staging: stagingOf(profile, timetable),
    own,
    receiptsSeconds: played.receiptsSeconds,
    costs: played.costs,
  });
  const limits = limitsFor(profile.name, profile.faults.length === 0 && faults.length > 0);
  const { findings, refusals, cut } = verified;
  const { clockJumpMs } = watched;
  const { troubles, interrupted, machine } = played;
  return {
    format: "amphi-rehearsal",
    version: 1,
    startedAt: new Date(originMs).toISOString(),
    profile,
    seed: played.seed,
    commit: played.commit,
    machine,
    verdict: judge({ findings, refusals, candidates, figures, limits, clockJumpMs, cut, troubles, interrupted }),
    capacity: capacityOf(
      samples,
      timetable,
      { candidates, held, entriesPerSecond: figures.entriesPerSecond, cores: machine.cores },
      own,
    ),
    findings,
    refusals: { count: refusals.length, first: refusals.slice(0, REFUSALS_SHOWN) },
    figures,
    limits: judgedLimits(figures, limits),
    acts: played.acts.map((done) => actShown(done, originMs, played.consoleActs)),
    faults,
    pauses,
    consoles: played.consoles,
    held: held > 0 ? heldShown(played) : null,
    costs: played.costs,
    growths,
    series: seriesOf(timeline, samples),
  };
}

function heldShown({ profile, own, watched, heldTroubles }: Played): HeldShown {
  const holders = own.filter((name) => name.startsWith(HOLDER));
  const shares = watched.samples.map(({ processes }) =>
    holders.reduce((sum, name) => sum + (processes[name]?.share ?? 0), 0),
  );
  return {
    tablets: profile.held,
    processes: holders.length,
    share: rounded(mean(shares)),
    megabytes: rounded(Math.max(...watched.samples.map((one) => memoryOf(one, HOLDER))) / 1e6),
    troubles: heldTroubles.slice(0, TROUBLES_SHOWN),
  };
}

/** Until the last has begun and had the time that it should take at most. */
function stagingOf({ stage }: Profile, timetable: Timetable): Band | null {
  if (stage === null) return null;
  const fromMs = instantAt(timetable, stage.at) - timetable.originMs;
  return { name: "other rooms download", fromMs, untilMs: fromMs + stage.withinSeconds * 1_000 };
}

function pausesOf(acts: readonly DoneAct[], { originMs, endMs }: Timetable): Band[] {
  const bands: Band[] = [];
  for (const { act } of acts) {
    const atMs = act.effectiveAtMs - originMs;
    const open = bands.at(-1);
    if (act.kind === "pause") bands.push({ name: "pause", fromMs: atMs, untilMs: endMs - originMs });
    else if (act.kind === "resume" && open) bands[bands.length - 1] = { ...open, untilMs: atMs };
  }
  return bands;
}

function actShown(
  { act, askedAtMs, tookMs, refusedFirst }: DoneAct,
  originMs: number,
  told: Played["consoleActs"],
): ActShown {
  const heard = told.get(act.id);
  return {
    kind: act.kind,
    effectiveMs: act.effectiveAtMs - originMs,
    tookMs,
    consolesMs: heard ? heard.atMs - askedAtMs : null,
    consoles: heard?.consoles ?? 0,
    refusedFirst,
  };
}
