// @ts-check
/** Runs steps and says how each went; all of a step's output is shown when it failed. */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { setPriority } from "node:os";
import { failuresOf, tallyOf } from "./tally.mjs";

/** Of a step that stands back: a tenth of the weight of others. */
const NICENESS = 10;

/**
 * @param {string} root
 * @param {import("./quality-steps.mjs").Step} step
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
function run(root, step, env) {
  const since = performance.now();
  const { FORCE_COLOR: _, ...plain } = process.env;
  const child = spawn(process.execPath, step.args, {
    cwd: root,
    env: { ...plain, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (step.standsBack === true && child.pid !== undefined) setPriority(child.pid, NICENESS);
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? 1, output, seconds: (performance.now() - since) / 1000 });
    });
  });
}

/**
 * @param {string} root
 * @param {readonly import("./quality-steps.mjs").Step[]} steps
 * @param {{ atOnce: number, env?: Record<string, string> }} how `atOnce`: steps that run side by side
 * @returns {Promise<import("./tally.mjs").Tally[]>} in the order of the steps
 */
export async function runSteps(root, steps, { atOnce, env = {} }) {
  /** @type {import("./tally.mjs").Tally[]} */
  const tallies = [];
  let next = 0;
  const worker = async () => {
    for (let step = steps[next++]; step !== undefined; step = steps[next++]) {
      if (step.report !== null) rmSync(step.report, { force: true });
      const { code, output, seconds } = await run(root, step, env);
      const tally = tallyOf(step.report, code);
      tallies.push(tally);
      const counted = step.report === null ? "" : ` (${tally.passed} passed, ${tally.failed} failed)`;
      process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${step.name}${counted} ${seconds.toFixed(1)} s\n`);
      for (const failure of failuresOf(step.report)) process.stdout.write(`  ${failure.replaceAll(`${root}/`, "")}\n`);
      if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return tallies;
}
