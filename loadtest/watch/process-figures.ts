/** CPU and memory of running processes, from /proc. */
import { readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // USER_HZ on every Linux that Node runs on

export interface ProcessFigures {
  /** User and system time since its start, ms. */
  readonly cpuMs: number;
  /** Resident memory of its own, bytes: what is shared with others, as PostgreSQL's buffers are, is left out. */
  readonly memoryBytes: number;
}

/** Null when it does not run. */
export function figuresOf(pid: number): ProcessFigures | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may contain spaces
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return {
      cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND,
      memoryBytes: (kB("RssAnon") || kB("VmRSS")) * 1_024,
    };
  } catch {
    return null; // it ended meanwhile
  }
}

/** A process and its children; what children that ended have spent is in their parent's account. */
export function familyFigures(pid: number): ProcessFigures | null {
  const own = figuresOf(pid);
  if (own === null) return null;
  const others = childrenOf(pid).flatMap((child) => figuresOf(child) ?? []);
  const sum = (of: (one: ProcessFigures) => number) => others.reduce((total, one) => total + of(one), of(own));
  return { cpuMs: sum(({ cpuMs }) => cpuMs) + endedChildrenMs(pid), memoryBytes: sum((one) => one.memoryBytes) };
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function endedChildrenMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return ((Number(fields[13]) + Number(fields[14])) * 1_000) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
