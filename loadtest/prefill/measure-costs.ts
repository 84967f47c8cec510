/**
 * The cost of an answer against what is stored: the same short composing before and after answers of earlier papers are
 * loaded, twice each; the cheaper of the two counts, because whatever disturbs makes it dearer.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openSitting } from "#loadtest/conductor/open-sitting";
import { play, type Setting } from "#loadtest/play";
import { type Cost, microsecondsPerAnswer } from "#loadtest/prefill/cost-per-answer";
import { loadEarlierPapers } from "#loadtest/prefill/earlier-papers";
import { probe } from "#loadtest/profiles/probe";
import { openStored } from "#loadtest/verify/read-stored";
import { tidy } from "#postgres/testing/tidy";

const ROUNDS = 2;

export interface Prefill {
  /** Answers to load. */
  readonly answers: number;
  readonly answersUrl: string;
  readonly seed: number;
}

/** Leaves the platform with that many answers more. Rejects when they could not be loaded, or a probe not be played. */
export async function measureCosts(
  setting: Omit<Setting, "sittingId">,
  { answers, answersUrl, seed }: Prefill,
  interruption: AbortSignal,
): Promise<readonly Cost[]> {
  const { root, data, databaseUrl, say } = setting;
  await playProbe(setting, seed, interruption); // the first one warms up
  const empty = await cheapest(setting, seed, interruption);
  say(`loading ${answers.toLocaleString("en")} answers of earlier papers`);
  const sittingId = await openSitting(root, data);
  await loadEarlierPapers({ databaseUrl, answersUrl, sittingId }, answers, say);
  const full = await cheapest(setting, seed, interruption);
  return [
    { stored: 0, microseconds: empty },
    { stored: answers, microseconds: full },
  ];
}

async function cheapest(setting: Omit<Setting, "sittingId">, seed: number, interruption: AbortSignal): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await tidy(setting.databaseUrl);
    costs.push(await playProbe(setting, seed + round, interruption));
  }
  return Math.min(...costs);
}

/** Plays it in a sitting of its own and returns what an answer cost, µs. */
async function playProbe(
  setting: Omit<Setting, "sittingId">,
  seed: number,
  interruption: AbortSignal,
): Promise<number> {
  const { root, data, databaseUrl, say } = setting;
  const out = join(setting.out, "probe");
  mkdirSync(out, { recursive: true });
  const sittingId = await openSitting(root, data);
  const options = { profile: probe, seed, faults: [] };
  const { watched, timetable, own } = await play(
    options,
    { ...setting, out, ledgerFolder: out, sittingId },
    interruption,
  );
  rmSync(out, { recursive: true, force: true });
  const stored = await openStored(databaseUrl, sittingId);
  try {
    const cost = microsecondsPerAnswer(watched.samples, timetable, await stored.entries(), own);
    say(`  ${Math.round(cost)} µs of CPU for an answer`);
    return cost;
  } finally {
    await stored.close();
  }
}
