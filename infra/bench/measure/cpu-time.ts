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

/** utime and stime are fields 11 and 12 after the name; those of children that ended follow. */
function statMs(pid: number, first = 11): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may contain spaces
  return ((Number(fields[first]) + Number(fields[first + 1])) * 1_000) / TICKS_PER_SECOND;
}

/** A process, its children, and those of them that have ended (a PostgreSQL and its backends), ms. */
export function familyCpuMs(pid: number): number {
  return statMs(pid, 13) + [pid, ...childrenOf(pid)].reduce((total, one) => total + cpuMs(one), 0);
}
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}
