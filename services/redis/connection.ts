import { Redis, type RedisOptions } from "ioredis";
import { StoreTrouble } from "#domain/ports/answer-stream";

const RETRY_MAX_MS = 1_000;
const retryStrategy = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), RETRY_MAX_MS);

/** A connection for ordinary commands: fails within seconds rather than queueing while the server is away. */
export function openConnection(url: string, more: RedisOptions = {}): Redis {
  return quiet(new Redis(url, { commandTimeout: 5_000, maxRetriesPerRequest: 1, retryStrategy, ...more }));
}

/**
 * The connection that appends answers. Nothing is ever sent twice or left pending: with ioredis' defaults a killed
 * Redis gave duplicate entries, with retries left on promises hung for ever (docs/adr/0001-durability.md).
 */
export function openIntakeConnection(url: string, commandTimeoutMs: number): Redis {
  return openConnection(url, {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: false,
    commandTimeout: commandTimeoutMs,
  });
}

/** A connection of its own for blocking reads of at most `blockMs`. */
export function openBlockingConnection(url: string, blockMs: number): Redis {
  return openConnection(url, { commandTimeout: undefined, blockingTimeout: blockMs + 5_000 });
}

/** Without a listener, an unreachable server would end the process; every command reports its own failure. */
function quiet(redis: Redis): Redis {
  redis.on("error", () => undefined);
  return redis;
}

/** Runs a command; any failure becomes StoreTrouble, the one error that adapters raise. */
export async function orTrouble<T>(what: string, command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw new StoreTrouble(`${what}: ${error instanceof Error ? error.message : String(error)}`, "now", {
      cause: error,
    });
  }
}

/** Resolves when the connection is usable; rejects after `withinMs` with the address that did not answer. */
export async function whenReady(redis: Redis, withinMs: number): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off("ready", onReady);
      reject(new StoreTrouble(`Redis at ${redis.options.host}:${redis.options.port} does not answer`, "later"));
    }, withinMs);
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once("ready", onReady);
  });
}
