// @ts-check
/** Runs a TypeScript program of the project, with packages and builds in place. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { buildStale } from "../build/build.mjs";
import { findOrInstall } from "./debian.mjs";
import { installPackages } from "./packages.mjs";
import { REDIS_PROGRAMS } from "./redis.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..");

/**
 * @param {string} file from the root
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment] besides this process' own
 * @returns {Promise<number>} exit code
 */
export async function runSource(file, args, environment = {}) {
  const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  installPackages(ROOT, say);
  findOrInstall({ package: "redis-server", programs: REDIS_PROGRAMS, path: process.env["PATH"] ?? "", say });
  await buildStale(ROOT, { say });
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  // Ctrl-C reaches the program itself, which stops what it has started.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
  });
}
