import type { Redis } from "ioredis";
import { orTrouble } from "#redis/connection";

/** Bytes that a Redis uses, and the most that it may (0: no limit). Rejects with StoreTrouble. */
export async function readMemoryUse(redis: Redis): Promise<{ usedBytes: number; maxBytes: number }> {
  const info = await orTrouble("memory", redis.info("memory"));
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
  return { usedBytes: figure("used_memory"), maxBytes: figure("maxmemory") };
}
