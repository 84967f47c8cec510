// @ts-check
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildStale } from "../build/build.mjs";
import { cliFile } from "./cli-process.mjs";
import { installPackages } from "./packages.mjs";
import { runningLauncher } from "./data-folder.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..");
const CONNECTIONS = ["DATABASE_URL", "REDIS_ANSWERS_URL", "REDIS_CONTROL_URL"];

/**
 * @param {readonly string[]} argv
 * @returns {{ data: string, args: string[] }} `--data DIR` before the command names another installation
 */
function split(argv) {
  const [first, second, ...rest] = argv;
  if (first === "--data" && second !== undefined) return { data: resolve(ROOT, second), args: rest };
  return { data: join(ROOT, "var"), args: [...argv] };
}

/**
 * The addresses of private servers are void when their launcher is gone: the command then says what it lacks.
 * @param {string} data
 * @returns {Record<string, string>}
 */
function installationEnvironment(data) {
  const file = join(data, "run", "environment.json");
  if (!existsSync(file)) return {};
  /** @type {Record<string, string>} */
  const environment = JSON.parse(readFileSync(file, "utf8"));
  if (runningLauncher(data) !== null) return environment;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !CONNECTIONS.includes(name)));
}

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code of the command
 */
export async function amphi(argv) {
  const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  const { data, args } = split(argv);
  installPackages(ROOT, say);
  await buildStale(ROOT, { only: ["services"], say });
  const child = spawn(process.execPath, ["--enable-source-maps", cliFile(ROOT), ...args], {
    // npm runs scripts in the project's folder; files on the command line are meant from where the person is.
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    env: { ...installationEnvironment(data), ...process.env },
    stdio: "inherit",
  });
  // Ctrl-C reaches the command itself, which ends as it sees fit.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
  });
}
