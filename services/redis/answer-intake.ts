/** Ingest's side of the answers' Redis: see AnswerIntake in domain/ports/answer-stream.ts. */
import type { Redis } from "ioredis";
import { LIMITS } from "#contracts/limits";
import { FENCED_CHANNEL, KEYS, partitionOf, SecuredMessage } from "#contracts/stream/answer-stream";
import { refKey } from "#domain/answer/entry";
import type { AnswerIntake, SecuredAdvance } from "#domain/ports/answer-stream";
import { orTrouble } from "#redis/connection";
import { createEntryAppend } from "#redis/entry-append";
import { loadScript } from "#redis/script";

const PRESSURE_EVERY_MS = 1_000;
const SLOW_APPEND_MS = 1_000;

export interface RunningAnswerIntake extends AnswerIntake {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `redis`: openIntakeConnection; `subscriber`: a connection of its own for D2 messages. */
export function createAnswerIntake(redis: Redis, subscriber: Redis, nodeId: string): RunningAnswerIntake {
  const greetScript = loadScript("greet");
  const securedListeners: ((advances: readonly SecuredAdvance[]) => void)[] = [];
  const fencedListeners: Parameters<AnswerIntake["onFenced"]>[0][] = [];
  let timer: NodeJS.Timeout | null = null;
  let nearlyFull = false;
  let appendingSince: number | null = null;

  const appendEntries = createEntryAppend(redis, nodeId);
  const append: AnswerIntake["append"] = async (batch) => {
    appendingSince = performance.now();
    const outcomes = await appendEntries(batch);
    appendingSince = null;
    return outcomes;
  };

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
