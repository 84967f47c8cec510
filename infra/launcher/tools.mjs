// @ts-check
/** Tools that only tests need. */
import { spawnSync } from "node:child_process";
import { findProgram } from "./debian.mjs";

export const CHROMIUM_PROGRAMS = /** @type {const} */ (["chromium", "chromium-browser"]);

/** Oldest k6 whose teardown does not hang when the server pings, and oldest Go that builds it. */
const K6_OLDEST_MAJOR = 2;
const GO_OLDEST = [1, 25];

/**
 * @param {string} program
 * @param {string} argument
 * @param {string} path
 * @returns {[number, number] | null} version, null when it is absent or does not say
 */
function versionOf(program, argument, path) {
  const file = findProgram([program], path);
  if (file === null) return null;
  const { stdout } = spawnSync(file, [argument], { encoding: "utf8" });
  const found = /v?(\d+)\.(\d+)/.exec(stdout);
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

/**
 * @param {string} path as the variable PATH
 * @returns {string | null} what the k6 smoke lacks here, null when it can run
 */
export function smokeTools(path) {
  const k6 = versionOf("k6", "version", path);
  if (k6 !== null && k6[0] >= K6_OLDEST_MAJOR) return null;
  const go = versionOf("go", "version", path);
  const [major = 0, minor = 0] = GO_OLDEST;
  if (go !== null && (go[0] > major || (go[0] === major && go[1] >= minor))) return null;
  return `neither k6 ${K6_OLDEST_MAJOR} nor Go ${major}.${minor} is on PATH: install one of them`;
}
