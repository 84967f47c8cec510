/** Kills processes of a running platform while tablets work, and looks whether anything was lost. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Comparison, compare } from "#infra/faults/compare.ts";
import { type RunningTablet, startTablet } from "#infra/faults/tablet.ts";

export const FAULTS = [
  "ingest-1",
  "ingest-2",
  "drain-1",
  "redis-answers",
  "redis-answers emptied",
  "redis-control",
  "postgres",
  "control-1",
  "jobs-1",
  "packages-1",
  "marking-1",
  "portal-1",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultPlan {
  /** Address of the platform's pages, and the launcher's data folder. */
  readonly page: string;
  readonly data: string;
  readonly cardCodes: readonly string[];
  readonly faults: readonly Fault[];
  readonly rounds: number;
  /** Mean pause between two answers of one tablet, ms. */
  readonly paceMs: number;
  readonly say: (line: string) => void;
}

const UNDER_LOAD_MS = 1_500;
/** An emptied store is noticed by resending after 30 s; everything else is faster. */
const SETTLE_DEADLINE_MS = 120_000;

/** Each fault `rounds` times, kill -9 under load; then everything must come to rest, and PostgreSQL is compared. */
export async function runFaults(plan: FaultPlan): Promise<Comparison> {
  const { page, say } = plan;
  const tablets = await Promise.all(plan.cardCodes.map((code) => startTablet(page, code)));
  const worker = work(tablets, plan.paceMs);
  try {
    for (let round = 1; round <= plan.rounds; round++) {
      for (const fault of plan.faults) {
        await delay(UNDER_LOAD_MS);
        const pid = kill(plan.data, fault);
        const killedAtMs = performance.now();
        await delay(UNDER_LOAD_MS);
        await untilHealthy(page);
        const seconds = ((performance.now() - killedAtMs) / 1_000).toFixed(1);
        say(`round ${round}: kill -9 ${fault} (pid ${pid}), healthy again after ${seconds} s`);
      }
    }
    worker.stop();
    await untilSecured(tablets);
    const environment = JSON.parse(readFileSync(join(plan.data, "run", "environment.json"), "utf8")) as Record<
      string,
      string
    >;
    return await compare(environment["DATABASE_URL"] ?? "", tablets);
  } finally {
    worker.stop();
    for (const tablet of tablets) tablet.stop();
  }
}

/** Every tablet answers at its own pace, whatever the servers do. */
function work(tablets: readonly RunningTablet[], paceMs: number): { stop(): void } {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  const next = (tablet: RunningTablet) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (stopped) return;
        tablet.answer();
        next(tablet);
      },
      paceMs * 2 * Math.random(),
    );
    timers.add(timer);
  };
  tablets.forEach(next);
  return {
    stop: () => {
      stopped = true;
      timers.forEach(clearTimeout);
    },
  };
}

/** Kills with -9 by the launcher's own record; for an emptied store its files go first. */
function kill(data: string, fault: Fault): number {
  const name = fault.split(" ")[0] ?? fault;
  const children = JSON.parse(readFileSync(join(data, "run", "children.json"), "utf8")) as {
    name: string;
    pid: number;
  }[];
  const child = children.find((c) => c.name === name);
  if (!child) throw new Error(`the launcher runs no ${name}`);
  if (fault.endsWith("emptied")) rmSync(join(data, name), { recursive: true, force: true });
  process.kill(child.pid, "SIGKILL");
  return child.pid;
}

async function untilHealthy(page: string): Promise<void> {
  const deadline = performance.now() + SETTLE_DEADLINE_MS;
  for (;;) {
    const answer = await fetch(`${page}/api/health`).catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() > deadline) throw new Error(`not healthy in time: ${(await answer?.text()) ?? "no answer"}`);
    await delay(100);
  }
}

async function untilSecured(tablets: readonly RunningTablet[]): Promise<void> {
  const deadline = performance.now() + SETTLE_DEADLINE_MS;
  for (;;) {
    const behind = tablets.filter(({ outbox }) => outbox.d2 < outbox.headSeq);
    if (behind.length === 0) return;
    if (performance.now() > deadline)
      throw new Error(
        `${behind.length} tablets are not secured in time: ${behind
          .slice(0, 5)
          .map((t) => `${t.candidateId} has ${t.outbox.d2} of ${t.outbox.headSeq}`)
          .join(", ")}`,
      );
    await delay(100);
  }
}
