/** What waits in the answers' Redis for a commit in PostgreSQL: what is committed is trimmed at once. */
import type { Redis } from "ioredis";
import { KEYS, PARTITIONS } from "#contracts/stream/answer-stream";
import type { PartFigures } from "#contracts/stream/part-report";
import { type StreamId, streamIdParts } from "#domain/answer/entry";
import { orTrouble } from "#redis/connection";
import { serverTimeMs } from "#redis/journal";

export type Backlog = Required<Pick<PartFigures, "backlogMs" | "backlogEntries">>;

/** By the store's own clock. Rejects with StoreTrouble. */
export async function readBacklog(redis: Redis): Promise<Backlog> {
  const nowMs = await serverTimeMs(redis);
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => KEYS.log(partition));
  const [lengths, oldest] = await orTrouble(
    "backlog",
    Promise.all([
      Promise.all(partitions.map((key) => redis.xlen(key))),
      Promise.all(partitions.map((key) => redis.xrange(key, "-", "+", "COUNT", 1))),
    ]),
  );
  return {
    backlogMs: oldest.map(([record]) => (record ? Math.max(0, nowMs - streamIdParts(record[0] as StreamId).ms) : null)),
    backlogEntries: lengths.reduce((sum, length) => sum + length, 0),
  };
}
