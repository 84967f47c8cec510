// @ts-check
/**
 * Children are recorded the instant they exist. A launcher killed with -9 leaves them running, on purpose: an exam goes
 * on. The next start ends them, by pid and start time, and takes over.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identityOf, isAlive } from "./process-identity.mjs";
import { writePrivateFile } from "./secrets.mjs";

/**
 * @typedef {import("./process-identity.mjs").ProcessIdentity & { name: string, stopSignal: NodeJS.Signals, stage: number }} ChildRecord
 */

export class ChildRegister {
  /** @type {Map<string, ChildRecord>} */
  #children = new Map();
  #file;

  /** @param {string} run folder */
  constructor(run) {
    this.#file = join(run, "children.json");
  }

  /**
   * @param {string} name
   * @param {number} pid
   * @param {{ stopSignal: NodeJS.Signals, stage: number }} how stages end one after the other, the lowest first
   */
  add(name, pid, { stopSignal, stage }) {
    const identity = identityOf(pid);
    if (identity === null) return; // gone already: its end is noticed elsewhere
    this.#children.set(name, { ...identity, name, stopSignal, stage });
    this.#save();
  }

  /** @param {string} name */
  remove(name) {
    if (this.#children.delete(name)) this.#save();
  }

  #save() {
    writePrivateFile(this.#file, JSON.stringify([...this.#children.values()]) + "\n");
  }

  /**
   * @returns {ChildRecord[]} children of a former launcher that still run
   */
  stale() {
    if (!existsSync(this.#file)) return [];
    try {
      /** @type {ChildRecord[]} */
      const records = JSON.parse(readFileSync(this.#file, "utf8"));
      return records.filter(isAlive);
    } catch {
      return []; // written by rename, so never half; a foreign file names no child of ours
    }
  }
}

/**
 * Ends them in order, insisting after the deadline, and resolves once all are gone.
 * @param {readonly ChildRecord[]} records
 * @param {{ deadlineMs: number }} how for each stage
 */
export async function endStaleChildren(records, { deadlineMs }) {
  const stages = [...new Set(records.map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const stage of stages) {
    const group = records.filter((record) => record.stage === stage);
    for (const record of group) send(record, record.stopSignal);
    if (await allGone(group, deadlineMs)) continue;
    for (const record of group) send(record, "SIGKILL");
    await allGone(group, deadlineMs);
  }
}

/**
 * @param {ChildRecord} record
 * @param {NodeJS.Signals} signal
 */
function send(record, signal) {
  if (!isAlive(record)) return;
  try {
    process.kill(record.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * @param {readonly ChildRecord[]} group
 * @param {number} deadlineMs
 */
async function allGone(group, deadlineMs) {
  const deadline = performance.now() + deadlineMs;
  while (group.some(isAlive)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
