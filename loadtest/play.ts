/** Plays one profile against a platform: tablets, consoles, acts, faults and somebody who watches, all at their times. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Conducted, conduct, cuesOf, until } from "#loadtest/conductor/conduct";
import { Organisers } from "#loadtest/conductor/organisers";
import { demoCards } from "#loadtest/demo-cards";
import { type Fault, faultName } from "#loadtest/faults/fault";
import { befall } from "#loadtest/faults/inject";
import { type ScheduledFault, scheduleFaults } from "#loadtest/faults/schedule";
import { bundleScenario } from "#loadtest/generator/bundle";
import type { Generator } from "#loadtest/generator/generator";
import { runK6 } from "#loadtest/generator/run-k6";
import { runLight } from "#loadtest/generator/run-light";
import { quietMoments } from "#loadtest/generator/quiet-moments";
import { processesFor, segmentsFor } from "#loadtest/generator/segments";
import { seededRandom } from "#loadtest/journeys/random";
import type { PlatformTold } from "#loadtest/live/platform-told";
import { runOf } from "#loadtest/live/run-of";
import { commitOf } from "#loadtest/machine";
import { openCentreLine } from "#loadtest/network/centre-line";
import { type RunningHolder, startHolder } from "#loadtest/holder/start-holder";
import { descriptorsMax } from "#loadtest/preflight";
import { freePort } from "#loadtest/generator/free-port";
import type { Profile } from "#loadtest/profiles/profile";
import { type Timetable, timetableOf, weighingsOf } from "#loadtest/profiles/timetable";
import { progressLine } from "#loadtest/progress";
import type { RehearsalOptions } from "#loadtest/rehearsal-options";
import type { Settings } from "#loadtest/scenarios/settings";
import { consolePlans, type RunningConsoles, startConsoles } from "#loadtest/staff/start-consoles";
import { readSeats } from "#loadtest/verify/read-seats";
import { readPapers } from "#loadtest/verify/read-papers";
import { bytesOf, watch, type Watched } from "#loadtest/watch/watch";

export interface Setting {
  readonly root: string;
  /** The command; null: the light generator plays. */
  readonly k6: string | null;
  readonly target: string;
  /** The platform's data folder. */
  readonly data: string;
  readonly databaseUrl: string;
  /** Where tablets of this platform reach ingest, and where packages are. */
  readonly ingestUrls: readonly string[];
  readonly packagesUrl: string;
  readonly sittingId: number;
  readonly out: string;
  readonly ledgerFolder: string;
  readonly say: (line: string) => void;
  /** Hears how it goes; null for a private platform, on which nobody looks. */
  readonly told: PlatformTold | null;
}
export interface Course {
  readonly timetable: Timetable;
  readonly ledgers: readonly string[];
  readonly conducted: Conducted;
  readonly watched: Watched;
  /** Names of the rehearsal's own processes in what was watched. */
  readonly own: readonly string[];
  readonly consoles: RunningConsoles | null;
  readonly holder: RunningHolder | null;
  /** Memory of all ingests before the first tablet came. */
  readonly ingestIdleBytes: number;
  /** Why it was ended before its time, or null. */
  readonly interrupted: string | null;
}

const LEAD_MS = 3_000;
const KNOWN_WITHIN_MS = 90_000;
const PROGRESS_EVERY_MS = 15_000;
/** Servers may be away for a while; an act that is refused for so long is a trouble of the report. */
const ACT_WITHIN_MS = 60_000;

/** Resolves when the last tablet has left. Rejects when the generator could not play at all. */
export async function play(
  { profile, seed, faults }: Pick<RehearsalOptions, "profile" | "seed" | "faults">,
  setting: Setting,
  interruption: AbortSignal,
): Promise<Course> {
  const { root, target, data, out, sittingId, say, told } = setting;
  const [cardsFile, papersFile] = [join(out, "cards.json"), join(out, "papers.json")];
  writeFileSync(cardsFile, JSON.stringify(demoCards(profile.candidates)), { mode: 0o600 });
  const papers = await readPapers(setting.databaseUrl);
  writeFileSync(papersFile, JSON.stringify(papers), { mode: 0o600 });
  const organisers = profile.sitting === "own" ? await Organisers.signIn(target, sittingId) : null;
  await organisers?.untilKnown(Date.now() + KNOWN_WITHIN_MS);
  const plans = await consolePlans(target, profile.consoles, organisers?.sessions ?? []);
  const consoles = plans.length > 0 ? startConsoles(root, target, sittingId, plans) : null;

  const line = needsLine(profile, faults) ? await openCentreLine(setting.ingestUrls) : null;
  const lineSettings = line && {
    centreId: (await readSeats(setting.databaseUrl, sittingId))[0].centreId,
    urls: line.urls,
  };
  const ingestIdleBytes = bytesOf(data, "ingest-");
  const startGenerator = await generatorFor(profile, setting);
  const holder = holderOf(profile, setting);
  await holder?.untilOpen(interruption);
  const timetable = timetableOf(profile, Date.now() + LEAD_MS);
  const packages = { url: setting.packagesUrl, sha256: papers[0]?.packageSha256 ?? "" };
  const files = { cardsFile, papersFile };
  const settings: Settings = { profile, timetable, target, sittingId, ...files, seed, packages, line: lineSettings };
  const generator = startGenerator(settings);
  let interrupted: string | null = null;
  const over = new AbortController();
  const stop = (why: string) => {
    interrupted ??= why;
    over.abort();
    generator.stop();
  };
  const onInterrupt = () => stop("it was interrupted");
  if (interruption.aborted) onInterrupt();
  interruption.addEventListener("abort", onInterrupt);

  const own = [
    ...generator.processes,
    ...(consoles ? [{ name: "consoles", pid: consoles.pid }] : []),
    ...(holder?.processes ?? []),
  ];
  const run = runOf(profile, timetable, { seed, commit: commitOf(root), sittingId, withFaults: faults.length > 0 });
  told?.begin(run, generator.ledgers);
  let saidAtMs = 0;
  const watching = watch({
    target,
    data,
    own,
    folders: [out, setting.ledgerFolder],
    originMs: timetable.originMs,
    onDiskFull: () => stop("the disk is nearly full"),
    onSample: (sample) => {
      told?.look(sample);
      if (Date.now() - saidAtMs < PROGRESS_EVERY_MS) return;
      saidAtMs = Date.now();
      say(progressLine(timetable, sample, consoles?.last() ?? null, holder?.open() ?? null));
    },
  });
  try {
    const cues = cuesOf(profile, timetable, drawn(faults, timetable, seed));
    const stage = {
      act: (act: Parameters<Organisers["act"]>[0]) => {
        if (!organisers) throw new Error(`nobody organises: ${act.kind}`);
        return organisers.act(act, Date.now() + ACT_WITHIN_MS);
      },
      befall: (fault: Parameters<typeof befall>[0]) => {
        const work = befall(fault, { target, data, line }, over.signal);
        return told?.during(faultName(fault), work) ?? work;
      },
      say,
    };
    for (const atMs of quietMoments(profile, timetable)) void until(atMs, over.signal).then(() => generator.collect());
    for (const atMs of told === null ? weighingsOf(profile, timetable) : [])
      void until(atMs, over.signal).then(() => (over.signal.aborted ? undefined : watching.weigh()));
    const conducting = conduct(cues, stage, over.signal);
    await generator.played.catch((error: unknown) => {
      if (interrupted === null) throw error;
    });
    over.abort();
    const conducted = await conducting;
    const ledgers = generator.ledgers;
    return {
      timetable,
      ledgers,
      conducted,
      watched: watching.stop(),
      own: own.map((one) => one.name),
      consoles,
      holder,
      ingestIdleBytes,
      interrupted,
    };
  } finally {
    interruption.removeEventListener("abort", onInterrupt);
    over.abort();
    generator.stop();
    watching.stop();
    consoles?.stop();
    holder?.stop();
    line?.close();
  }
}

/** What takes time is done before the timetable begins. */
async function generatorFor(
  { candidates }: Profile,
  { root, k6, out, ledgerFolder }: Setting,
): Promise<(settings: Settings) => Generator> {
  if (k6 === null)
    return (settings) => runLight(root, settings, processesFor(candidates, descriptorsMax()), out, ledgerFolder);
  const scenario = await bundleScenario(join(root, "loadtest"), out);
  const segments = segmentsFor(candidates, descriptorsMax());
  const ports = await Promise.all(segments.map(() => freePort()));
  return (settings) => runK6(k6, scenario, settings, segments, ports, out, ledgerFolder);
}

/** From the first look until long after the last tablet has left. */
const TICKETS_FOR_MS = 24 * 3_600_000;

function holderOf(
  { held }: Profile,
  { root, data, target, ingestUrls, sittingId, say }: Setting,
): RunningHolder | null {
  if (held === 0) return null;
  say(`opening ${held} sockets that are held`);
  const ticketsUntilMs = Date.now() + TICKETS_FOR_MS;
  return startHolder(held, descriptorsMax(), { root, data, target, ingestUrls, sittingId, ticketsUntilMs });
}

const needsLine = (profile: Profile, asked: readonly Fault[]): boolean =>
  [...asked, ...profile.faults.map(({ fault }) => fault)].some(({ part }) => part === "centre");

function drawn(faults: RehearsalOptions["faults"], timetable: Timetable, seed: number): ScheduledFault[] {
  return scheduleFaults(faults, timetable.endMs - timetable.startMs, seededRandom(seed * 7 + 1));
}
