/** Does a fault to a running platform, by the process ids that its launcher has written down. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { CentreLine } from "#loadtest/network/centre-line";
import type { Fault, FaultPart } from "#loadtest/faults/fault";
import { healthOf } from "#loadtest/watch/watch";
import { type PlatformProcess, platformProcesses } from "#loadtest/watch/platform-processes";

export interface Platform {
  readonly target: string;
  /** The launcher's data folder. */
  readonly data: string;
  /** Of the centre that has one of its own, or null: nothing was meant to befall it. */
  readonly line: CentreLine | null;
}

const LOOK_EVERY_MS = 200;
const HEALTHY_WITHIN_MS = 120_000;
/** A mobile network on a bad day. */
const SLOW_MS = 400;

/**
 * Resolves when the platform is healthy again, or never was while somebody looked; ends early, undone, when `over`.
 * Rejects when nothing was hit.
 */
export async function befall(
  fault: Fault,
  platform: Platform,
  over: AbortSignal,
): Promise<{ fromMs: number; untilMs: number | null }> {
  const { data, target, line } = platform;
  if (fault.part === "centre") return befallLine(fault, line, over);
  const hit = partsOf(fault.part, data);
  if (hit.length === 0) throw new Error(`the launcher runs no ${fault.part}`);
  const fromMs = Date.now();
  switch (fault.what) {
    case "kill":
      send(hit, "SIGKILL");
      break;
    case "restart":
      // PostgreSQL takes SIGTERM as a wish to wait for its clients; SIGINT is its orderly stop.
      send(hit, fault.part === "postgres" ? "SIGINT" : "SIGTERM");
      break;
    case "empty":
      for (const { name } of hit) rmSync(join(data, name), { recursive: true, force: true });
      send(hit, "SIGKILL");
      break;
    case "freeze":
      send(hit, "SIGSTOP");
      await pause(fault.seconds * 1_000, over);
      send(hit, "SIGCONT");
      break;
    case "down":
      for (
        const endMs = fromMs + fault.seconds * 1_000;
        Date.now() < endMs && !over.aborted;
        await pause(LOOK_EVERY_MS, over)
      )
        send(partsOf(fault.part, data), "SIGKILL");
      break;
    case "cut":
    case "slow":
      throw new Error(`a process cannot be ${fault.what}`);
  }
  await delay(LOOK_EVERY_MS); // whoever was killed is still counted among the healthy
  return { fromMs, untilMs: await healthyAgain(target, over) };
}

async function befallLine({ what, seconds }: Fault, line: CentreLine | null, over: AbortSignal) {
  if (line === null) throw new Error("no centre has a line of its own");
  const fromMs = Date.now();
  if (what === "cut") line.cut();
  else line.slow(SLOW_MS);
  await pause(seconds * 1_000, over);
  line.mend();
  return { fromMs, untilMs: Date.now() };
}

const partsOf = (part: FaultPart, data: string): readonly PlatformProcess[] =>
  platformProcesses(data).filter(({ name }) => (part === "ingest" ? name.startsWith("ingest-") : name === part));

function send(processes: readonly PlatformProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself: the launcher starts it again in any case.
    }
  }
}

/** The last look is taken also when it is over. */
async function healthyAgain(target: string, over: AbortSignal): Promise<number | null> {
  for (const endMs = Date.now() + HEALTHY_WITHIN_MS; ; await pause(LOOK_EVERY_MS, over)) {
    if (await healthOf(target)) return Date.now();
    if (Date.now() > endMs || over.aborted) return null;
  }
}

/** Shorter when it is over. */
const pause = (ms: number, over: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal: over }).catch(() => undefined);
