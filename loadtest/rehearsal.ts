/**
 * `npm run rehearsal`: plays a profile against a platform, then proves from the database that nothing acknowledged was
 * lost. Exit status: 0 good, 1 not good, 2 wrong options, 3 no load generator to be had.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleScenario } from "#loadtest/bundle";
import { demoCards } from "#loadtest/demo-cards";
import { findK6, HOW_TO_GET_K6 } from "#loadtest/k6-binary";
import { readLedger } from "#loadtest/ledger/read-ledger";
import { type Platform, startPlatform } from "#loadtest/platform";
import { readRehearsalOptions, type RehearsalOptions, USAGE } from "#loadtest/rehearsal-options";
import { type K6Summary, report } from "#loadtest/report";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";
import { compare } from "#loadtest/verify/compare";
import { readPapers } from "#loadtest/verify/read-papers";
import { readStored } from "#loadtest/verify/read-stored";

const root = resolve(import.meta.dirname, "..");
const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readRehearsalOptions(process.argv.slice(2));
  if (!("profile" in options)) {
    for (const problem of options) complain(`rehearsal: ${problem}`);
    complain(`usage: ${USAGE}`);
    return 2;
  }
  const k6 = findK6(import.meta.dirname, join(root, "var/bin"), say);
  if (k6 === null) {
    complain(`rehearsal: ${HOW_TO_GET_K6}`);
    return 3;
  }
  const out = resolve(
    options.out ??
      join(root, "var/rehearsals", `${new Date().toISOString().replace(/[:.]/g, "-")}-${options.profile.name}`),
  );
  mkdirSync(out, { recursive: true });
  const data = options.target === null ? join(out, "platform") : resolve(root, options.data);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let platform: Platform | null = null;
  try {
    if (options.target === null) {
      say("starting a platform for this rehearsal");
      platform = await startPlatform(root, data, join(out, "platform.log"), interruption.signal);
    }
    return await play(k6, options, platform?.target ?? String(options.target), data, out, interruption.signal);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    complain("rehearsal: interrupted");
    return 1;
  } finally {
    await platform?.stop();
    if (options.target === null) rmSync(data, { recursive: true, force: true });
  }
}

async function play(
  k6: string,
  options: RehearsalOptions,
  target: string,
  data: string,
  out: string,
  interrupted: AbortSignal,
): Promise<number> {
  const { profile, seed } = options;
  const files = {
    cards: join(out, "cards.json"),
    papers: join(out, "papers.json"),
    ledger: join(out, "ledger.ndjson"),
    summary: join(out, "summary.json"),
  };
  for (const file of Object.values(files)) rmSync(file, { force: true });
  writeFileSync(files.cards, JSON.stringify(demoCards(profile.candidates)), { mode: 0o600 });
  const database = databaseUrlOf(data);
  writeFileSync(files.papers, JSON.stringify(await readPapers(database)), { mode: 0o600 });
  const { cards: cardsFile, papers: papersFile, summary: summaryFile } = files;
  const settings: Settings = { profile, target, cardsFile, papersFile, summaryFile, seed };
  const scenario = await bundleScenario(import.meta.dirname, profile.name, out);
  say(`${profile.candidates} tablets answer for ${profile.seconds} s on ${target}`);
  await runK6(k6, scenario, settings, files.ledger, join(out, "k6.log"), interrupted);

  const ledger = await readLedger(files.ledger);
  const stored = await readStored(database, ledger);
  const summary = JSON.parse(readFileSync(files.summary, "utf8")) as K6Summary;
  const verdict = report(`rehearsal ${profile.name}, seed ${seed}`, compare(ledger, stored), summary, ledger.refusals);
  writeFileSync(join(out, "report.txt"), `${verdict.text}\n`);
  say(verdict.text);
  say(`  ledger and report       ${out}`);
  return verdict.ok ? 0 : 1;
}

/** Status 99 means broken thresholds: the report says which. Rejects when k6 could not run it or is interrupted. */
async function runK6(
  k6: string,
  scenario: string,
  settings: Settings,
  ledger: string,
  logFile: string,
  interrupted: AbortSignal,
): Promise<void> {
  const given = ["--env", `${SETTINGS_VARIABLE}=${JSON.stringify(settings)}`];
  const options = ["run", "--quiet", "--no-usage-report", "--log-format", "raw"];
  const child = spawn(
    k6,
    [...options, "--log-output", `file=${logFile}`, "--console-output", ledger, ...given, scenario],
    {
      stdio: ["ignore", "ignore", "inherit"],
      signal: interrupted,
    },
  );
  const [status] = (await once(child, "exit")) as [number | null];
  if (status !== 0 && status !== 99) throw new Error(`k6 ended with status ${status}: see ${logFile}`);
}

/** The database of a platform, from the environment that its launcher keeps for the command line. */
function databaseUrlOf(data: string): string {
  const file = join(data, "run/environment.json");
  const url = (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)["DATABASE_URL"];
  if (typeof url !== "string") throw new Error(`${file}: no DATABASE_URL`);
  return url;
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(`rehearsal: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
