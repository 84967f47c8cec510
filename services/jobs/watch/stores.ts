/** The watched stores for real: streams in the answers' Redis, offsets and log in PostgreSQL. */
import type { Redis } from "ioredis";
import { KEYS } from "#contracts/stream/answer-stream";
import { type StreamId, streamIdParts } from "#domain/answer/entry";
import type { WatchedStores } from "#jobs/watch/findings";
import type { Database } from "#postgres/queries/reading";
import { committedOffsets, gapsOlderThan, quarantineNotRuled } from "#postgres/queries/watch";
import { orTrouble } from "#redis/connection";

export function createWatchedStores(answers: Redis, database: Database): WatchedStores {
  async function oldestAfter(partition: number, lastId: string): Promise<StreamId | null> {
    const records = await orTrouble("streams", answers.xrange(KEYS.log(partition), `(${lastId}`, "+", "COUNT", 1));
    return (records[0]?.[0] as StreamId | undefined) ?? null;
  }
  return {
    async partitionLagsMs(nowMs) {
      const offsets = await committedOffsets(database);
      const oldest = await Promise.all(offsets.map(({ partition, lastId }) => oldestAfter(partition, lastId)));
      return oldest.map((id) => (id === null ? 0 : Math.max(0, nowMs - streamIdParts(id).ms)));
    },
    quarantineNotRuled: () => quarantineNotRuled(database),
    gapsOlderThan: (beforeMs) => gapsOlderThan(database, beforeMs),
  };
}
