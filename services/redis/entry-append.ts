/** Entries into the streams of their partitions: see AnswerIntake.append in domain/ports/answer-stream.ts. */
import type { Redis } from "ioredis";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { type StreamId, streamIdParts } from "#domain/answer/entry";
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";
import { loadScript } from "#redis/script";

/**
 * One script call for the whole batch: its entries are stored all or none, and the client's work per entry is two
 * array slots. (On a Redis Cluster it would be one call per partition: each partition's keys share a slot.) `nodeId`:
 * who is told when they are secured.
 */
export function createEntryAppend(redis: Redis, nodeId: string): AnswerIntake["append"] {
  const script = loadScript("append");
  return async (batch) => {
    const groups = byPartition(batch);
    const args: (string | number)[] = [];
    for (const entries of groups.values()) args.push(entries.length);
    for (const entries of groups.values())
      for (const { sittingId, candidateId, epoch, seq, frame } of entries)
        args.push(`${sittingId}:${candidateId}:${epoch}:${seq}:${nodeId}`, frame);
    const streams = Array.from(groups.keys(), KEYS.log);
    const lastId = await redis.eval(script, streams.length, ...streams, ...args).catch(() => null);
    const receivedAtMs = typeof lastId === "string" ? streamIdParts(lastId as StreamId).ms : null;
    return new Array<number | null>(batch.length).fill(receivedAtMs);
  };
}

/** Entries by partition, in their order. */
function byPartition(batch: readonly IncomingEntry[]): Map<number, IncomingEntry[]> {
  const groups = new Map<number, IncomingEntry[]>();
  for (const entry of batch) {
    const partition = partitionOf(entry.candidateId);
    const group = groups.get(partition);
    if (group) group.push(entry);
    else groups.set(partition, [entry]);
  }
  return groups;
}
