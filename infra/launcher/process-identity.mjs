// @ts-check
/**
 * Who a process is: its pid alone is not enough, because the kernel gives a dead process's pid to another one. The
 * start time and the boot make it unique, so that a stale child is never confused with a stranger.
 */
import { readFileSync } from "node:fs";

/** @typedef {{ pid: number, startTicks: string, bootId: string }} ProcessIdentity */

/** @returns {string} changes with every boot of the machine */
function bootId() {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/**
 * Start time in clock ticks since boot; null when there is no such process or it is a zombie (dead, not yet reaped).
 * @param {number} pid
 * @returns {string | null}
 */
function startTicks(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // no such process: the answer is in the null
  }
  // The command's name, in parentheses, may itself contain spaces and parentheses: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? null : (fields[19] ?? null);
}

/**
 * @param {number} pid
 * @returns {ProcessIdentity | null} null when the process is gone
 */
export function identityOf(pid) {
  const ticks = startTicks(pid);
  return ticks === null ? null : { pid, startTicks: ticks, bootId: bootId() };
}

/**
 * @param {ProcessIdentity} identity
 * @returns {boolean} whether exactly this process still runs
 */
export function isAlive(identity) {
  const now = identityOf(identity.pid);
  return now !== null && now.startTicks === identity.startTicks && now.bootId === identity.bootId;
}
