/** The drain's side of the answers' Redis: see AnswerFeed in domain/ports/answer-stream.ts. */
import type { Redis } from "ioredis";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { refKey, type StreamId, streamIdParts } from "#domain/answer/entry";
import type { AnswerFeed, SecuredAdvance, StreamRecord } from "#domain/ports/answer-stream";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

/** `redis`: ordinary commands; `reader`: openBlockingConnection, for XREAD only. */
export function createAnswerFeed(redis: Redis, reader: Redis): AnswerFeed {
  const leaseScript = loadScript("lease");
  const releaseScript = loadScript("release");
  const adoptScript = loadScript("adopt");
  const publishScript = loadScript("publish-secured");

  const read: AnswerFeed["read"] = async (wanted, countMax, waitMs) => {
    if (wanted.size === 0) return new Map();
    const partitionByKey = new Map([...wanted.keys()].map((partition) => [KEYS.log(partition), partition]));
    const streams = [...partitionByKey.keys(), ...wanted.values()];
    const reply = (await orTrouble(
      "read",
      reader.xread("COUNT", countMax, "BLOCK", Math.max(1, waitMs), "STREAMS", ...streams),
    )) as [string, [StreamId, string[]][]][] | null;
    const news = new Map<number, StreamRecord[]>();
    for (const [key, records] of reply ?? []) {
      const partition = partitionByKey.get(key);
      if (partition !== undefined) news.set(partition, records.map(toRecord));
    }
    return news;
  };

  async function publishSecured(advances: readonly (SecuredAdvance & { nodeId: string })[]): Promise<void> {
    if (advances.length === 0) return;
    const fields = new Map<string, string[]>();
    const messages = new Map<string, [number, number, number, number][]>();
    for (const advance of advances) {
      const { sittingId, candidateId, epoch, seq, nodeId } = advance;
      push(fields, KEYS.d2(partitionOf(candidateId)), `${refKey(advance)}:${epoch}`, String(seq));
      push(messages, KEYS.secured(nodeId), [sittingId, candidateId, epoch, seq]);
    }
    const counts = Array.from(fields.values(), (list) => list.length / 2);
    const told = [...messages].flatMap(([channel, message]) => [channel, JSON.stringify(message)]);
    const args = [...counts, ...[...fields.values()].flat(), ...told];
    await orTrouble("publish D2", redis.eval(publishScript, fields.size, ...fields.keys(), ...args));
  }

  return {
    generation: async (partition) => {
      const value = await orTrouble("generation", redis.get(KEYS.generation(partition)));
      return value === null ? null : Number(value);
    },
    adopt: async (partition, generation) =>
      (await orTrouble("adopt", redis.eval(adoptScript, 1, KEYS.generation(partition), generation))) === 1,
    read,
    publishSecured,
    trim: async (partition, upTo) => {
      const { ms, seq } = streamIdParts(upTo);
      await orTrouble("trim", redis.xtrim(KEYS.log(partition), "MINID", `${ms}-${seq + 1}`));
    },
    lease: async (partition, owner, forMs) =>
      (await orTrouble("lease", redis.eval(leaseScript, 1, KEYS.lease(partition), owner, forMs))) === 1,
    release: async (partition, owner) => {
      await orTrouble("release", redis.eval(releaseScript, 1, KEYS.lease(partition), owner));
    },
  };
}

function push<T>(lists: Map<string, T[]>, key: string, ...values: NoInfer<T>[]): void {
  const list = lists.get(key);
  if (list) list.push(...values);
  else lists.set(key, values);
}

function toRecord([id, flat]: [StreamId, string[]]): StreamRecord {
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) fields[flat[i] as string] = flat[i + 1] as string;
  return { id, fields };
}
