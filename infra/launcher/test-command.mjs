// @ts-check
/** `npm run check` (fast, no servers) and `npm test` (everything). */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildStale } from "../build/build.mjs";
import { NO_REDIS } from "./choose-servers.mjs";
import { findOrInstall } from "./debian.mjs";
import { installPackages } from "./packages.mjs";
import { staticSteps, vitestStep } from "./quality-steps.mjs";
import { REDIS_PROGRAMS } from "./redis.mjs";
import { Refusal } from "./refusal.mjs";
import { runSteps } from "./step-runner.mjs";
import { sumOf, tallyLine } from "./tally.mjs";
import { CHROMIUM_PROGRAMS, smokeTools } from "./tools.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..");

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

/**
 * @param {(folder: string) => Promise<import("./tally.mjs").Tally[]>} run
 * @returns {Promise<number>} exit code
 */
async function counted(run) {
  const folder = mkdtempSync(join(tmpdir(), "amphi-reports-"));
  mkdirSync(folder, { recursive: true });
  try {
    const total = sumOf(await run(folder));
    say(tallyLine(total));
    return total.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const UNIT = "unit, property and simulation tests";

/** @returns {Promise<number>} exit code */
export async function check() {
  installPackages(ROOT, say);
  return counted((folder) =>
    runSteps(ROOT, [vitestStep(ROOT, UNIT, ["unit", "sim"], folder), ...staticSteps(ROOT)], { atOnce: 2 }),
  );
}

/** @returns {Promise<number>} exit code */
export async function testEverything() {
  installPackages(ROOT, say);
  const path = process.env["PATH"] ?? "";
  if (findOrInstall({ package: "redis-server", programs: REDIS_PROGRAMS, path, say }) === null)
    throw new Refusal(NO_REDIS);
  const chromium = findOrInstall({ package: "chromium", programs: CHROMIUM_PROGRAMS, path, say });
  if (chromium === null) throw new Refusal("no chromium on PATH: type `apt-get install chromium` as root");
  await buildStale(ROOT, { say });
  return counted(async (folder) => {
    // The longest first. Browser and servers often wait; what has no deadline fills two cores meanwhile.
    const steps = [
      vitestStep(ROOT, "browser tests", ["browser"], folder),
      vitestStep(ROOT, "tests with real servers", ["servers"], folder),
      ...staticSteps(ROOT),
      vitestStep(ROOT, UNIT, ["unit", "sim"], folder),
    ];
    const tallies = await runSteps(ROOT, steps, { atOnce: 3 });
    // Nothing beside them: they measure.
    return [...tallies, ...(await smokes())];
  });
}

/**
 * A rehearsal by each generator, side by side.
 * @returns {Promise<import("./tally.mjs").Tally[]>}
 */
async function smokes() {
  const smoke = (/** @type {string} */ generator) => ({
    name: `smoke with ${generator}`,
    args: ["--import", "tsx", "loadtest/rehearsal.ts", "--profile", "smoke", "--generator", generator],
    report: null,
  });
  const lacking = smokeTools(process.env["PATH"] ?? "");
  if (lacking === null) return runSteps(ROOT, [smoke("k6"), smoke("light")], { atOnce: 2 });
  say(`skipped smoke with k6: ${lacking}`);
  return [{ passed: 0, failed: 0, skipped: 1 }, ...(await runSteps(ROOT, [smoke("light")], { atOnce: 1 }))];
}
