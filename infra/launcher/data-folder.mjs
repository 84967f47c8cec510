// @ts-check
/** The folder that keeps everything. One launcher at a time: two Redis on one append-only file would ruin it. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { identityOf, isAlive } from "./process-identity.mjs";
import { messageOf, Refusal } from "./refusal.mjs";
import { writePrivateFile } from "./secrets.mjs";

/**
 * @typedef {object} DataFolder
 * @property {string} path
 * @property {string} run what describes the present start
 * @property {string} log
 * @property {() => void} release
 */

/** @typedef {import("./process-identity.mjs").ProcessIdentity & { address: string }} LauncherRecord */

const recordFile = (/** @type {string} */ data) => join(data, "run", "launcher.json");

/**
 * @param {string} data folder
 * @returns {LauncherRecord | null} the launcher that runs on it now
 */
export function runningLauncher(data) {
  if (!existsSync(recordFile(data))) return null;
  try {
    /** @type {LauncherRecord} */
    const record = JSON.parse(readFileSync(recordFile(data), "utf8"));
    return isAlive(record) ? record : null;
  } catch {
    return null; // unreadable: nobody's claim; the lock decides
  }
}

/**
 * @param {string} data
 * @param {string} address shown to whoever wants the same folder
 */
export function recordLauncher(data, address) {
  writePrivateFile(recordFile(data), JSON.stringify({ ...identityOf(process.pid), address }) + "\n");
}

/**
 * A name in the kernel's abstract socket space, bound as long as the process lives: no file is left behind by a
 * kill -9, and two starts at the same instant cannot both have it.
 * @param {string} data
 * @returns {Promise<() => void>} lets go
 */
function lock(data) {
  const { dev, ino } = statSync(realpathSync(data));
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const holder = runningLauncher(data);
      const who = holder === null ? "another launcher" : `the launcher with pid ${holder.pid} (${holder.address})`;
      reject(new Refusal(`the data directory ${data} is in use by ${who}: stop it, or choose another with --data`));
    });
    server.listen(`\0amphi-data-${dev}-${ino}`, () => {
      server.unref();
      resolve(() => void server.close());
    });
  });
}

/**
 * One level after the other: on /proc, `mkdirSync` with `recursive` never returns.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Makes the folder when absent and takes it for this process.
 * @param {string} data
 * @returns {Promise<DataFolder>}
 */
export async function takeDataFolder(data) {
  try {
    for (const folder of [data, join(data, "run"), join(data, "log")]) {
      makeFolder(folder);
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    // Root may write anywhere by its rights but not on a file system mounted read-only: try it.
    writePrivateFile(join(data, "run", "writable"), "yes\n");
  } catch (error) {
    const why = messageOf(error);
    throw new Refusal(`the data directory ${data} is not writable: ${why}`);
  }
  const release = await lock(data);
  return { path: data, run: join(data, "run"), log: join(data, "log"), release };
}
