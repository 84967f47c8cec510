/** Waiting until the drain has committed everything that stands in the streams. */
import { setTimeout as delay } from "node:timers/promises";
import { KEYS, PARTITIONS } from "#contracts/stream/answer-stream";
import type { Storage } from "#infra/bench/platform/storage.ts";
import { askRedis } from "#infra/launcher/redis-client.mjs";

const LOOK_EVERY_MS = 20;

/** Resolves when every partition's committed offset is its stream's last id; rejects after `withinMs`. */
export async function untilDrained({ answers, owner }: Storage, withinMs: number): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  const last = await lastIds(answers.url);
  for (;;) {
    const { rows } = await owner.query<{ partition: number; last_id: string }>(
      "SELECT partition, last_id FROM partition_offset",
    );
    if (rows.every((row) => last[row.partition] === null || last[row.partition] === row.last_id)) return;
    if (performance.now() > deadlineMs) throw new Error(`not drained within ${withinMs} ms`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Last id ever of each partition's stream; null where there is none. */
async function lastIds(url: string): Promise<(string | null)[]> {
  const streams = Array.from({ length: PARTITIONS }, (_, p) => ["XINFO", "STREAM", KEYS.log(p)]);
  const replies = await askRedis(url, streams);
  return replies.map((reply) => (Array.isArray(reply) ? String(reply[reply.indexOf("last-generated-id") + 1]) : null));
}
