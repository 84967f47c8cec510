/** Acts whose tablet was fenced already, on the control Redis: a repeated act must not fence the spare tablet. */
import type { Redis } from "ioredis";
import { orTrouble } from "#redis/connection";

/** Longer than any sitting: an act is repeated within minutes. */
const REMEMBERED_MS = 24 * 3_600_000;
const key = (actId: string) => `fenced-by:${actId}`;

export interface FenceMarks {
  has(actId: string): Promise<boolean>;
  add(actId: string): Promise<void>;
}
export const createFenceMarks = (redis: Redis): FenceMarks => ({
  has: async (actId) => (await orTrouble("fence", redis.exists(key(actId)))) === 1,
  add: async (actId) => {
    await orTrouble("fence", redis.set(key(actId), "1", "PX", REMEMBERED_MS));
  },
});
