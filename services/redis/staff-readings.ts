/** Which instructions the staff have read, on the control Redis: a list, each reading of an account once. */
import type { Redis } from "ioredis";
import { READING_KEYS, StaffReading } from "#contracts/console/reading";
import { orTrouble } from "#redis/connection";
import { serverTimeMs } from "#redis/journal";
import { loadScript } from "#redis/script";

/** All reject with StoreTrouble while the control Redis is away. */
export interface StaffReadings {
  /** Keeps it once: said again, the first one stands. */
  note(sittingId: number, reading: Omit<StaffReading, "atMs">): Promise<void>;
  /** All of a sitting, oldest first, without the first `known`. */
  after(sittingId: number, known: number): Promise<readonly StaffReading[]>;
}
export interface RunningStaffReadings extends StaffReadings {
  onReading(listener: (sittingId: number) => void): void;
  start(): Promise<void>;
}

export function createStaffReadings(redis: Redis, subscriber: Redis): RunningStaffReadings {
  const noteScript = loadScript("note-reading");
  const listeners: ((sittingId: number) => void)[] = [];
  return {
    note: async (sittingId, reading) => {
      const stored = JSON.stringify({ ...reading, atMs: await serverTimeMs(redis) });
      const keys = [READING_KEYS.list(sittingId), READING_KEYS.ids(sittingId)] as const;
      const id = `${reading.actId} ${reading.accountId}`;
      const added = await orTrouble("readings", redis.eval(noteScript, 2, ...keys, id, stored));
      if (added === 1) await orTrouble("readings", redis.publish(READING_KEYS.channel, String(sittingId)));
    },
    after: async (sittingId, known) =>
      (await orTrouble("readings", redis.lrange(READING_KEYS.list(sittingId), known, -1))).map((text) =>
        StaffReading.parse(JSON.parse(text)),
      ),
    onReading: (listener) => void listeners.push(listener),
    start: async () => {
      subscriber.on("message", (channel: string, sittingId: string) => {
        if (channel !== READING_KEYS.channel) return;
        for (const listener of listeners) listener(Number(sittingId));
      });
      await subscriber.subscribe(READING_KEYS.channel);
    },
  };
}
