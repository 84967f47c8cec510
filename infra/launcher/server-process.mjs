// @ts-check
/** One child process: started in its own process group, so that Ctrl-C reaches only the launcher, which drains in order. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @typedef {object} ChildCommand
 * @property {string} name shown in messages
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Record<string, string>} env complete: nothing is inherited
 * @property {string} cwd
 * @property {string} logFile standard output and error are appended here
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {boolean} [standsBack] where processors are short, whoever faces the tablets goes first
 * @property {(pid: number) => void} [onSpawn] called the instant the process exists
 * @property {boolean} [dieWithParent] tests: the kernel kills it when its parent dies, whatever happens
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} ChildEnd
 *
 * @typedef {object} RunningChild
 * @property {string} name
 * @property {number} pid
 * @property {Promise<ChildEnd>} ended resolves when the process has exited
 * @property {() => ChildEnd | null} end how it ended, null while it runs
 * @property {(signal: NodeJS.Signals) => void} signal
 */

/**
 * @param {ChildCommand} what
 * @returns {readonly [string, ...string[]]}
 */
function commandLine(what) {
  if (what.dieWithParent !== true) return [what.command, ...what.args];
  return ["setpriv", "--pdeathsig", "KILL", "--", what.command, ...what.args];
}

/** Of whoever stands back: a third of the weight of others, and no sudden turn before them. */
const NICENESS = 5;

/**
 * Resolves once the process exists (not once it is ready); rejects when it cannot be started at all.
 * @param {ChildCommand} what
 * @returns {Promise<RunningChild>}
 */
export async function startChild(what) {
  const log = openSync(what.logFile, "a", 0o600);
  const [command, ...args] = commandLine(what);
  const child = spawn(command, args, {
    cwd: what.cwd,
    env: what.env,
    detached: true,
    stdio: ["ignore", log, log],
    ...(what.uid === undefined ? {} : { uid: what.uid, gid: what.gid ?? what.uid }),
  });
  closeSync(log);
  if (child.pid !== undefined) {
    what.onSpawn?.(child.pid);
    if (what.standsBack === true) setPriority(child.pid, NICENESS);
  }
  /** @type {ChildEnd | null} */
  let end = null;
  /** @type {Promise<ChildEnd>} */
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      end = { code, signal };
      resolve(end);
    });
  });
  await new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(undefined));
    child.once("error", (error) => reject(new Error(`cannot start ${what.name}: ${error.message}`)));
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`cannot start ${what.name}`);
  child.on("error", () => undefined); // a signal that cannot be delivered: `ended` tells the outcome
  return { name: what.name, pid, ended, end: () => end, signal: (signal) => void child.kill(signal) };
}

/**
 * Asks a child to end and insists after the deadline.
 * @param {RunningChild} child
 * @param {{ signal?: NodeJS.Signals, deadlineMs: number }} how
 * @returns {Promise<"ended" | "killed">} "killed": it did not end by itself in time
 */
export async function endChild(child, { signal = "SIGTERM", deadlineMs }) {
  if (child.end() !== null) return "ended";
  child.signal(signal);
  const timer = new AbortController();
  const late = delay(deadlineMs, "late", { signal: timer.signal }).catch(() => "late");
  const first = await Promise.race([child.ended, late]);
  timer.abort();
  if (first !== "late") return "ended";
  child.signal("SIGKILL");
  await child.ended;
  return "killed";
}

/**
 * Polls until `ready` says so, the child ends or the deadline passes.
 * @param {RunningChild} child
 * @param {{ ready: () => Promise<boolean> | boolean, deadlineMs: number, logFile: string, everyMs?: number }} how
 */
export async function untilReady(child, { ready, deadlineMs, logFile, everyMs = 15 }) {
  const deadline = performance.now() + deadlineMs;
  while (!(await ready())) {
    const end = child.end();
    if (end !== null) {
      const how = end.signal ?? `exit code ${end.code}`;
      throw new Error(`${child.name} ended while starting (${how}):\n${lastLines(logFile, 15)}`);
    }
    if (performance.now() > deadline) {
      child.signal("SIGKILL");
      throw new Error(`${child.name} was not ready after ${deadlineMs} ms:\n${lastLines(logFile, 15)}`);
    }
    await delay(everyMs);
  }
}

/**
 * @param {string} file
 * @param {number} count
 * @returns {string} the last lines of a log, for a message
 */
export function lastLines(file, count) {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "(no log)"; // the log is only decoration of an error that is already being reported
  }
}
