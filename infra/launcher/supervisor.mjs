// @ts-check
/** Keeps processes running: a crashed one is started again, with growing pauses, and it is said. */
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "./refusal.mjs";
import { endChild } from "./server-process.mjs";

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {number} stage programs of the lowest stage are stopped first, together
 * @property {NodeJS.Signals} stopSignal
 * @property {number} stopDeadlineMs after which it is killed
 * @property {(onSpawn: (pid: number) => void) => Promise<import("./server-process.mjs").RunningChild>} start
 *   resolves once it is up; used again after a crash. `onSpawn` is called the instant the process exists.
 *
 * @typedef {object} SupervisorParts
 * @property {(line: string) => void} say
 * @property {import("./stale-children.mjs").ChildRegister} register
 * @property {{ firstMs: number, mostMs: number, calmMs: number }} [backoff] `calmMs`: after so long up, a crash is a first one
 */

const BACKOFF = { firstMs: 200, mostMs: 5000, calmMs: 30_000 };

export class Supervisor {
  #say;
  #register;
  #backoff;
  /** @type {Map<Program, import("./server-process.mjs").RunningChild>} */
  #running = new Map();
  /** @type {Promise<void>[]} */
  #watches = [];
  #stopping = false;
  #quiet = new AbortController();

  /** @param {SupervisorParts} parts */
  constructor({ say, register, backoff = BACKOFF }) {
    this.#say = say;
    this.#register = register;
    this.#backoff = backoff;
  }

  /**
   * Starts a program and keeps it running. Rejects when its first start fails.
   * @param {Program} program
   */
  async run(program) {
    const child = await this.#start(program);
    this.#watches.push(this.#watch(program, child));
  }

  /** @param {Program} program */
  async #start(program) {
    const { stage, stopSignal } = program;
    const child = await program.start((pid) => this.#register.add(program.name, pid, { stage, stopSignal }));
    this.#running.set(program, child);
    return child;
  }

  /**
   * @param {Program} program
   * @param {import("./server-process.mjs").RunningChild} first
   */
  async #watch(program, first) {
    let child = first;
    let pauseMs = this.#backoff.firstMs;
    for (;;) {
      const upSince = performance.now();
      const end = await child.ended;
      if (this.#stopping) return;
      if (performance.now() - upSince > this.#backoff.calmMs) pauseMs = this.#backoff.firstMs;
      const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`;
      this.#say(`${program.name} ended (${how}): started again in ${pauseMs / 1000} s`);
      const again = await this.#again(program, pauseMs);
      if (again === null) return;
      this.#say(`${program.name} runs again (pid ${again.pid})`);
      pauseMs = Math.min(pauseMs * 2, this.#backoff.mostMs);
      child = again;
    }
  }

  /**
   * @param {Program} program
   * @param {number} firstPauseMs
   * @returns {Promise<import("./server-process.mjs").RunningChild | null>} null: everything is being stopped
   */
  async #again(program, firstPauseMs) {
    let pauseMs = firstPauseMs;
    for (;;) {
      await delay(pauseMs, undefined, { signal: this.#quiet.signal }).catch(() => undefined);
      if (this.#stopping) return null;
      try {
        return await this.#start(program);
      } catch (error) {
        pauseMs = Math.min(pauseMs * 2, this.#backoff.mostMs);
        const why = messageOf(error);
        this.#say(`${program.name} does not start, tried again in ${pauseMs / 1000} s: ${why}`);
      }
    }
  }

  /**
   * Stops stage by stage, lowest first; what does not end in time is killed and said.
   * @returns {Promise<void>}
   */
  async stop() {
    this.#stopping = true;
    this.#quiet.abort();
    await this.#endAll();
    await Promise.all(this.#watches);
    await this.#endAll(); // a start that was under way when the stop began
  }

  async #endAll() {
    const programs = [...this.#running.keys()];
    const stages = [...new Set(programs.map(({ stage }) => stage))].sort((a, b) => a - b);
    for (const stage of stages) {
      await Promise.all(programs.filter((program) => program.stage === stage).map((program) => this.#end(program)));
    }
  }

  /** @param {Program} program */
  async #end(program) {
    const child = this.#running.get(program);
    if (child === undefined) return;
    const how = await endChild(child, { signal: program.stopSignal, deadlineMs: program.stopDeadlineMs });
    if (how === "killed") this.#say(`${program.name} did not stop in ${program.stopDeadlineMs / 1000} s: killed`);
    this.#running.delete(program);
    this.#register.remove(program.name);
  }
}
