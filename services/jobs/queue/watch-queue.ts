/** The queue of the watch on BullMQ: a scheduler that survives restarts, and a worker under supervision. */
import { Queue, Worker as QueueWorker } from "bullmq";
import type { Redis } from "ioredis";
import type { Part } from "#runtime/lifecycle";
import { createSupervisedWorker } from "#runtime/supervised-worker";

const NAME = "watch";
/** A hash tag: all keys of the queue live in one slot of a Redis Cluster. */
const PREFIX = "{jobs}";
const CLOSE_WITHIN_MS = 2_000;

export interface WatchQueueOptions {
  /** Connection without a limit of retries: BullMQ makes its own copies of it. */
  readonly connection: Redis;
  readonly everyMs: number;
  readonly silenceMaxMs: number;
  readonly run: () => Promise<void>;
  readonly onReplaced: (silentMs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createWatchQueue(options: WatchQueueOptions): Part & { isSilent(): boolean } {
  const { connection, onTrouble } = options;
  const queue = new Queue(NAME, { connection, prefix: PREFIX });
  queue.on("error", onTrouble);
  let timer: NodeJS.Timeout | null = null;

  function makeWorker(onCompleted: () => void) {
    const worker = new QueueWorker(NAME, options.run, { connection, prefix: PREFIX, concurrency: 1 });
    worker.on("completed", onCompleted);
    worker.on("failed", (_job, error) => onTrouble(error));
    worker.on("error", onTrouble);
    return { close: () => withinTime(worker.close(true)) };
  }
  const supervised = createSupervisedWorker({
    makeWorker,
    silenceMaxMs: options.silenceMaxMs,
    elapsedMs: () => performance.now(),
    onReplaced: options.onReplaced,
    onTrouble,
  });
  return {
    name: "watch",
    isSilent: supervised.isSilent,
    start: async () => {
      const job = { name: NAME, opts: { removeOnComplete: { count: 10 }, removeOnFail: { count: 100 } } };
      await queue.upsertJobScheduler(NAME, { every: options.everyMs }, job);
      supervised.start();
      timer = setInterval(() => void supervised.check().catch(onTrouble), options.silenceMaxMs / 6);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await supervised.stop();
      await withinTime(queue.close());
    },
  };
}

/** Closing waits for Redis; one that is away must not hold up the process. */
async function withinTime(closing: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  try {
    await Promise.race([closing, late]);
  } finally {
    clearTimeout(timer);
  }
}
