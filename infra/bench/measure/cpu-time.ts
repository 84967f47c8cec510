/** CPU time of running processes, from /proc: threads' schedstat (nanoseconds) where the kernel keeps it, else stat. */
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // USER_HZ on every Linux that Node runs on

/** User and system time of a process since its start, ms; its children not included. Throws when it does not run. */
export function cpuMs(pid: number): number {
  return scheduledMs(pid) ?? statMs(pid);
}

function scheduledMs(pid: number): number | null {
  let nanoseconds = 0;
  try {
    for (const task of readdirSync(`/proc/${pid}/task`))
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
  } catch {
    return null; // a thread ended meanwhile, or the kernel keeps no schedstat: the coarser file decides
  }
  return nanoseconds > 0 ? nanoseconds / 1e6 : null;
}

function statMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may contain spaces
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** A process and its living children (a PostgreSQL and its backends), ms. */
export function familyCpuMs(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((total, one) => total + cpuMs(one), 0);
}
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}
