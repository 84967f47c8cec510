/** Looks once a second at every process, at the platform's health, at the disk and at the clock. */
import { readFileSync, statfsSync } from "node:fs";
import { keptBytes } from "#loadtest/watch/kept-memory";
import { familyFigures } from "#loadtest/watch/process-figures";
import { platformProcesses } from "#loadtest/watch/platform-processes";

export interface Sample {
  /** After the origin, ms. */
  readonly atMs: number;
  /** Whether /api/health was 200. */
  readonly healthy: boolean;
  /** By process name. `share`: of one core since the sample before; null in the first one and after a restart. */
  readonly processes: Readonly<Record<string, { readonly share: number | null; readonly memoryBytes: number }>>;
  /** Share of the last ten seconds in which some process waited for a processor, percent; null: not known. */
  readonly waitingPercent: number | null;
  /** The same of waiting for the disk. */
  readonly diskWaitingPercent: number | null;
}
/** What a process of the platform kept behind a collection of its garbage. */
export interface Weighing {
  readonly atMs: number;
  readonly name: string;
  readonly bytes: number;
}
export interface Watched {
  readonly samples: readonly Sample[];
  readonly weighings: readonly Weighing[];
  /** How far this machine's clock has jumped against its running time, ms. */
  readonly clockJumpMs: number;
}
export interface WatchPlan {
  readonly target: string;
  readonly data: string;
  readonly originMs: number;
  /** Of the rehearsal itself: the generators and the consoles. */
  readonly own: readonly { readonly name: string; readonly pid: number }[];
  /** Where ledgers and the platform's data go. */
  readonly folders: readonly string[];
  /** Called once when the disk is nearly full. */
  onDiskFull(): void;
  onSample(sample: Sample): void;
}

const EVERY_MS = 1_000;
/** A ledger that lacks its last lines proves nothing: stop before the disk is full. */
const DISK_FREE_MIN_BYTES = 200 * 1024 * 1024;

export interface Watch {
  /** Has every process of Node collect its garbage, one after the other, and notes what they keep. */
  weigh(): Promise<void>;
  stop(): Watched;
}

export function watch(plan: WatchPlan): Watch {
  const samples: Sample[] = [];
  const weighings: Weighing[] = [];
  const startedAt = { wallMs: Date.now(), runMs: performance.now() };
  let clockJumpMs = 0;
  let last = new Map<string, { pid: number; cpuMs: number; atMs: number }>();
  let isHealthy = true;
  let diskFull = false;

  function look(): void {
    const nowMs = performance.now();
    const processes: Record<string, { share: number | null; memoryBytes: number }> = {};
    const seen: typeof last = new Map();
    for (const { name, pid } of [...platformProcesses(plan.data), ...plan.own]) {
      const figures = familyFigures(pid);
      if (figures === null) continue;
      const before = last.get(name);
      const share = before?.pid === pid ? (figures.cpuMs - before.cpuMs) / (nowMs - before.atMs) : null;
      processes[name] = { share, memoryBytes: figures.memoryBytes };
      seen.set(name, { pid, cpuMs: figures.cpuMs, atMs: nowMs });
    }
    last = seen;
    const jumpMs = Date.now() - startedAt.wallMs - (nowMs - startedAt.runMs);
    if (Math.abs(jumpMs) > Math.abs(clockJumpMs)) clockJumpMs = jumpMs;
    if (!diskFull && plan.folders.some((folder) => freeBytes(folder) < DISK_FREE_MIN_BYTES)) {
      diskFull = true;
      plan.onDiskFull();
    }
    const pressure = { waitingPercent: waiting("cpu"), diskWaitingPercent: waiting("io") };
    const sample = { atMs: Date.now() - plan.originMs, healthy: isHealthy, processes, ...pressure };
    samples.push(sample);
    plan.onSample(sample);
    void healthOf(plan.target).then((healthy) => (isHealthy = healthy));
  }

  const timer = setInterval(look, EVERY_MS);
  return {
    weigh: async () => {
      for (const { name, pid } of platformProcesses(plan.data)) {
        const bytes = await keptBytes(pid);
        if (bytes !== null) weighings.push({ atMs: Date.now() - plan.originMs, name, bytes });
      }
    },
    stop: () => {
      clearInterval(timer);
      return { samples, weighings, clockJumpMs: Math.round(clockJumpMs) };
    },
  };
}

/** Memory of the platform's processes whose names begin so, now. */
export const bytesOf = (data: string, prefix: string): number =>
  platformProcesses(data)
    .filter(({ name }) => name.startsWith(prefix))
    .reduce((sum, { pid }) => sum + (familyFigures(pid)?.memoryBytes ?? 0), 0);

export const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Whether every part is up; a platform that says nothing within two looks is not. */
export async function healthOf(target: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${target}/api/health`, { signal: AbortSignal.timeout(2 * EVERY_MS) });
    return status === 200;
  } catch {
    return false; // away, or too slow: that is what is noted
  }
}

function waiting(what: "cpu" | "io"): number | null {
  try {
    return Number(/some .*avg10=([\d.]+)/.exec(readFileSync(`/proc/pressure/${what}`, "utf8"))?.[1] ?? NaN);
  } catch {
    return null; // a kernel without pressure figures
  }
}
