/** "I am alive": each process writes one key that expires, control reads them all for /api/health. */
import type { Redis } from "ioredis";
import { LIMITS } from "#contracts/limits";
import type { Part } from "#runtime/lifecycle";

const EVERY_MS = 1_000;
const key = (nodeId: string) => `part:${nodeId}`;

/** `detail`: one line about the process's state; a text starting with "!" is reported as down. */
export function createHeartbeat(redis: Redis, nodeId: string, detail: () => string): Part {
  let timer: NodeJS.Timeout | null = null;
  const beat = async () => {
    try {
      await redis.set(key(nodeId), JSON.stringify({ detail: detail() }), "PX", LIMITS.nodeLeaseMs);
    } catch {
      return; // the control Redis is away: health says so by the missing key, and the next beat tries again
    }
  };
  return {
    name: "heartbeat",
    start: async () => {
      await beat();
      timer = setInterval(() => void beat(), EVERY_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await redis.del(key(nodeId)).catch(() => 0);
    },
  };
}

/** State of each named process: its detail, or null when it has not been heard for 3 s. */
export async function readHeartbeats(redis: Redis, nodeIds: readonly string[]): Promise<(string | null)[]> {
  if (nodeIds.length === 0) return [];
  const values = await redis.mget(nodeIds.map(key));
  return values.map((value) => (value === null ? null : (JSON.parse(value) as { detail: string }).detail));
}
