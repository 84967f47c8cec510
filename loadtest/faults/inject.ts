/** Does a fault to a running platform, by the process ids that its launcher has written down. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, FaultPart } from "#loadtest/faults/fault";
import { healthOf } from "#loadtest/watch/watch";
import { type PlatformProcess, platformProcesses } from "#loadtest/watch/platform-processes";

export interface Platform {
  readonly target: string;
  /** The launcher's data folder. */
  readonly data: string;
}

const LOOK_EVERY_MS = 200;
const HEALTHY_WITHIN_MS = 120_000;

/** Resolves when the platform is healthy again, or never was while somebody looked; rejects when nothing was hit. */
export async function befall(fault: Fault, platform: Platform): Promise<{ fromMs: number; untilMs: number | null }> {
  const { data, target } = platform;
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
      await delay(fault.seconds * 1_000);
      send(hit, "SIGCONT");
      break;
    case "down":
      for (const endMs = fromMs + fault.seconds * 1_000; Date.now() < endMs; await delay(LOOK_EVERY_MS))
        send(partsOf(fault.part, data), "SIGKILL");
      break;
  }
  await delay(LOOK_EVERY_MS);
  return { fromMs, untilMs: await healthyAgain(target) };
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

async function healthyAgain(target: string): Promise<number | null> {
  for (const endMs = Date.now() + HEALTHY_WITHIN_MS; Date.now() < endMs; await delay(LOOK_EVERY_MS))
    if (await healthOf(target)) return Date.now();
  return null;
}
