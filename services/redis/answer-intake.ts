/** Ingest's side of the answers' Redis: see AnswerIntake in domain/ports/answer-stream.ts. */
import type { Redis } from "ioredis";
import { LIMITS } from "#contracts/limits";
import { FENCED_CHANNEL, KEYS, partitionOf, SecuredMessage } from "#contracts/stream/answer-stream";
import { refKey, type StreamId, streamIdParts } from "#domain/answer/entry";
import type { AnswerIntake, IncomingEntry, SecuredAdvance } from "#domain/ports/answer-stream";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

const PRESSURE_EVERY_MS = 1_000;
const SLOW_APPEND_MS = 1_000;

export interface RunningAnswerIntake extends AnswerIntake {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `redis`: openIntakeConnection; `subscriber`: a connection of its own for D2 messages. */
export function createAnswerIntake(redis: Redis, subscriber: Redis, nodeId: string): RunningAnswerIntake {
  const appendScript = loadScript("append");
  const greetScript = loadScript("greet");
  const securedListeners: ((advances: readonly SecuredAdvance[]) => void)[] = [];
  const fencedListeners: Parameters<AnswerIntake["onFenced"]>[0][] = [];
  let timer: NodeJS.Timeout | null = null;
  let nearlyFull = false;
  let appendingSince: number | null = null;

  /**
   * One script call for the whole batch: its entries are stored all or none, and the client's work per entry is two
   * array slots. (On a Redis Cluster it would be one call per partition: each partition's keys share a slot.)
   */
  async function append(batch: readonly IncomingEntry[]): Promise<readonly (number | null)[]> {
    const groups = byPartition(batch);
    const args: (string | number)[] = [];
    for (const entries of groups.values()) args.push(entries.length);
    for (const entries of groups.values())
      for (const { sittingId, candidateId, epoch, seq, frame } of entries)
        args.push(`${sittingId}:${candidateId}:${epoch}:${seq}:${nodeId}`, frame);
    const streams = Array.from(groups.keys(), KEYS.log);
    appendingSince = performance.now();
    const lastId = await redis.eval(appendScript, streams.length, ...streams, ...args).catch(() => null);
    appendingSince = null;
    const receivedAtMs = typeof lastId === "string" ? streamIdParts(lastId as StreamId).ms : null;
    return new Array<number | null>(batch.length).fill(receivedAtMs);
  }

  const greet: AnswerIntake["greet"] = async (marker) => {
    const partition = partitionOf(marker.candidateId);
    const reply = await orTrouble(
      "greet",
      redis.eval(
        greetScript,
        3,
        KEYS.fence(partition),
        KEYS.d2(partition),
        KEYS.log(partition),
        refKey(marker),
        String(marker.epoch),
        marker.deviceId,
        JSON.stringify(marker),
      ),
    );
    const [fence, d2] = reply as [number, number];
    return { fence, d2 };
  };

  function hearSecured(text: string): void {
    const advances = SecuredMessage.parse(JSON.parse(text)).map(([sittingId, candidateId, epoch, seq]) => ({
      sittingId,
      candidateId,
      epoch,
      seq,
    }));
    for (const listener of securedListeners) listener(advances);
  }
  function hearFenced(text: string): void {
    const [sittingId = 0, candidateId = 0, epoch = 0] = text.split(":").map(Number);
    for (const listener of fencedListeners) listener({ sittingId, candidateId, epoch });
  }

  async function measurePressure(): Promise<void> {
    try {
      const info = await redis.info("memory");
      const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
      const max = figure("maxmemory");
      nearlyFull = max > 0 && figure("used_memory") >= max * LIMITS.redisPressureRatio;
    } catch {
      return; // away: appends fail by themselves, and sockets close with store_unavailable
    }
  }

  return {
    append,
    greet,
    onSecured: (listener) => void securedListeners.push(listener),
    onFenced: (listener) => void fencedListeners.push(listener),
    underPressure: () => nearlyFull || (appendingSince !== null && performance.now() - appendingSince > SLOW_APPEND_MS),
    start: async () => {
      subscriber.on("message", (channel, text) => {
        if (channel === FENCED_CHANNEL) hearFenced(text);
        else hearSecured(text);
      });
      await subscriber.subscribe(KEYS.secured(nodeId), FENCED_CHANNEL);
      await measurePressure();
      timer = setInterval(() => void measurePressure(), PRESSURE_EVERY_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await Promise.resolve();
    },
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
