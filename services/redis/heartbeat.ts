/** "I am alive, and how": each process writes one key that expires; control reads them all. It also asks for restarts. */
import { statfs } from "node:fs/promises";
import type { Redis } from "ioredis";
import { LIMITS } from "#contracts/limits";
import { PART_KEYS, type PartFigures, type PartKind, PartReport } from "#contracts/stream/part-report";
import { orTrouble } from "#redis/connection";
import { buildOf, configHashOf } from "#runtime/build";
import type { Part } from "#runtime/lifecycle";
import { WIRE } from "#contracts/wire-version";

const EVERY_MS = 1_000;
/** A request that no process takes within this time is forgotten: it must not hit one that starts later. */
const RESTART_REQUEST_MS = 10_000;

/** Who reports. */
export interface Reporter {
  readonly nodeId: string;
  readonly kind: PartKind;
  readonly build: string;
  readonly configHash: string;
}
/** What a process says of itself: `detail` in one line ("!…": it does not do its work), and the figures that it has. */
export type PartStatus = Pick<PartReport, "detail"> & Partial<PartFigures>;

/** Made once, at the start: the code on the disk may be replaced later. */
export const reporterOf = (
  kind: PartKind,
  config: Readonly<Record<string, unknown>> & { NODE_ID: string },
): Reporter => ({
  nodeId: config.NODE_ID,
  kind,
  build: buildOf(),
  configHash: configHashOf(config, kind, LIMITS, WIRE),
});

/** `restart`: stops this process in order; whoever supervises it starts it again. */
export function createHeartbeat(
  redis: Redis,
  reporter: Reporter,
  look: () => PartStatus | Promise<PartStatus>,
  restart: () => void = () => process.kill(process.pid, "SIGTERM"),
): Part {
  const { nodeId, ...identity } = reporter;
  const machine = createMachineWatch();
  let timer: NodeJS.Timeout | null = null;
  let beating = false;

  async function beat(): Promise<void> {
    if (beating) return;
    beating = true;
    const report: PartReport = { ...identity, ...(await machine()), ...(await look()) };
    if (await tell(report)) restart();
    beating = false;
  }
  /** Whether a restart was asked for. */
  async function tell(report: PartReport): Promise<boolean> {
    try {
      await redis.set(PART_KEYS.report(nodeId), JSON.stringify(report), "PX", LIMITS.nodeLeaseMs);
      return (await redis.del(PART_KEYS.restart(nodeId))) === 1;
    } catch {
      return false; // the control Redis is away: the missing key says so, and the next beat tries again
    }
  }
  return {
    name: "heartbeat",
    start: async () => {
      // Whatever was asked before is done by having started.
      await redis.del(PART_KEYS.restart(nodeId)).catch(() => 0);
      await beat();
      timer = setInterval(() => void beat(), EVERY_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await redis.del(PART_KEYS.report(nodeId)).catch(() => 0);
    },
  };
}

/** Memory, share of one core since the last call, free disk. */
function createMachineWatch() {
  let usedBefore = process.cpuUsage();
  let atBefore = performance.now();
  return async (): Promise<Pick<PartReport, "memoryBytes" | "cpuPercent" | "diskFreeBytes">> => {
    const used = process.cpuUsage();
    const at = performance.now();
    const spentMs = (used.user + used.system - usedBefore.user - usedBefore.system) / 1_000;
    const cpuPercent = Math.max(0, Math.round((100 * spentMs) / Math.max(1, at - atBefore)));
    usedBefore = used;
    atBefore = at;
    const disk = await statfs(process.cwd()).catch(() => null);
    return {
      memoryBytes: process.memoryUsage.rss(),
      cpuPercent,
      diskFreeBytes: disk && disk.bavail * disk.bsize,
    };
  };
}

/** The report of each named process, or null when it has not been heard for 3 s. Rejects with StoreTrouble. */
export async function readPartReports(redis: Redis, nodeIds: readonly string[]): Promise<(PartReport | null)[]> {
  if (nodeIds.length === 0) return [];
  const values = await orTrouble("parts", redis.mget(nodeIds.map(PART_KEYS.report)));
  return values.map((value) => (value === null ? null : PartReport.parse(JSON.parse(value))));
}

/** Asks a process to stop in order and be started again; it looks every second. Rejects with StoreTrouble. */
export async function requestRestart(redis: Redis, nodeId: string): Promise<void> {
  await orTrouble("restart", redis.set(PART_KEYS.restart(nodeId), "1", "PX", RESTART_REQUEST_MS));
}
