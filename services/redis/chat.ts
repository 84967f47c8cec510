/** The chat of each sitting on the control Redis: a stream, so that it outlives the processes and has one order. */
import type { Redis } from "ioredis";
import { CHAT_KEYS, ChatMessage } from "#contracts/console/chat";
import { orTrouble } from "#redis/connection";
import { serverTimeMs } from "#redis/journal";
import { loadScript } from "#redis/script";

const POSITION = /^\d{1,16}-\d{1,10}$/;

/** All reject with StoreTrouble while the control Redis is away. */
export interface Chat {
  /** Stores a message once: a repeated id returns what was stored first. */
  append(sittingId: number, message: Omit<ChatMessage, "position" | "atMs">): Promise<ChatMessage>;
  /** Messages behind a position (null, or none of this chat's: all), in order. */
  after(sittingId: number, position: string | null): Promise<readonly ChatMessage[]>;
  /** The message with this id, or null. */
  find(sittingId: number, messageId: string): Promise<ChatMessage | null>;
}
export interface RunningChat extends Chat {
  onChat(listener: (sittingId: number) => void): void;
  start(): Promise<void>;
}

export function createChat(redis: Redis, subscriber: Redis): RunningChat {
  const appendScript = loadScript("append-chat");
  const listeners: ((sittingId: number) => void)[] = [];

  async function at(sittingId: number, position: string): Promise<ChatMessage | null> {
    const [record] = await orTrouble("chat", redis.xrange(CHAT_KEYS.stream(sittingId), position, position));
    return record ? messageOf(record) : null;
  }

  return {
    append: async (sittingId, message) => {
      const stored = JSON.stringify({ ...message, atMs: await serverTimeMs(redis) });
      const position = await orTrouble(
        "chat",
        redis.eval(
          appendScript,
          2,
          CHAT_KEYS.stream(sittingId),
          CHAT_KEYS.ids(sittingId),
          message.id,
          stored,
          CHAT_KEYS.channel,
          String(sittingId),
        ),
      );
      const found = await at(sittingId, String(position));
      if (found === null) throw new Error(`message ${message.id} of sitting ${sittingId} is not where it was stored`);
      return found;
    },
    after: async (sittingId, position) => {
      const from = position !== null && POSITION.test(position) ? `(${position}` : "-";
      return (await orTrouble("chat", redis.xrange(CHAT_KEYS.stream(sittingId), from, "+"))).map(messageOf);
    },
    find: async (sittingId, messageId) => {
      const position = await orTrouble("chat", redis.hget(CHAT_KEYS.ids(sittingId), messageId));
      return position === null ? null : at(sittingId, position);
    },
    onChat: (listener) => void listeners.push(listener),
    start: async () => {
      subscriber.on("message", (channel: string, sittingId: string) => {
        if (channel !== CHAT_KEYS.channel) return;
        for (const listener of listeners) listener(Number(sittingId));
      });
      await subscriber.subscribe(CHAT_KEYS.channel);
    },
  };
}

function messageOf([position, fields]: [string, string[]]): ChatMessage {
  if (fields[0] !== "t1" || fields[1] === undefined) throw new Error(`unknown chat record ${fields[0]}`);
  return ChatMessage.parse({ ...(JSON.parse(fields[1]) as object), position });
}
