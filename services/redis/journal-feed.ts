/** A live copy of every journal in this process: read from the start, then followed. */
import type { Redis } from "ioredis";
import { JOURNAL_KEYS } from "#contracts/stream/journal-stream";
import type { JournalFeed } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";
import { parseAct } from "#redis/journal";

const POLL_MS = 1_000;

export interface RunningJournalFeed extends JournalFeed {
  /** Reads everything once, then follows. While the control Redis is away, what is known stays known. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * `redis` reads, `subscriber` is a connection for wake-up messages, which others may share. A message that is missed costs at
 * most one poll of a second.
 */
export function createJournalFeed(
  redis: Redis,
  subscriber: Redis,
  onTrouble: (error: unknown) => void,
): RunningJournalFeed {
  const known = new Map<number, { acts: Act[]; lastId: string }>();
  const listeners: ((sittingId: number, act: Act) => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let reading: Promise<void> | null = null;
  let again = false;

  async function readNews(): Promise<void> {
    for (const member of await redis.smembers(JOURNAL_KEYS.sittings)) {
      const sittingId = Number(member);
      const journal = known.get(sittingId) ?? { acts: [], lastId: "" };
      known.set(sittingId, journal);
      const after = journal.lastId === "" ? "-" : `(${journal.lastId}`;
      for (const [id, fields] of await redis.xrange(JOURNAL_KEYS.stream(sittingId), after, "+")) {
        const act = parseAct(fields);
        journal.acts.push(act);
        journal.lastId = id;
        for (const listener of listeners) listener(sittingId, act);
      }
    }
  }
  /** One read at a time; a wake-up during a read asks for another one. */
  function wake(): Promise<void> {
    again = true;
    reading ??= (async () => {
      try {
        while (again) {
          again = false;
          await readNews();
        }
      } catch (error) {
        onTrouble(error);
      } finally {
        reading = null;
      }
    })();
    return reading;
  }

  return {
    acts: (sittingId) => known.get(sittingId)?.acts ?? [],
    onAct: (listener) => void listeners.push(listener),
    start: async () => {
      subscriber.on("message", (channel: string) => {
        if (channel === JOURNAL_KEYS.channel) void wake();
      });
      await subscriber.subscribe(JOURNAL_KEYS.channel);
      await wake();
      timer = setInterval(() => void wake(), POLL_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await reading;
    },
  };
}
