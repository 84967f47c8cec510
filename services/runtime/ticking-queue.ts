/** A queue on BullMQ with a tick that survives restarts, and a worker under supervision. */
import { type Job, Queue, Worker as QueueWorker } from "bullmq";
import type { Redis } from "ioredis";
import type { Part } from "#runtime/lifecycle";
import { createSupervisedWorker } from "#runtime/supervised-worker";

const CLOSE_WITHIN_MS = 2_000;

export interface TickingQueueOptions {
  readonly name: string;
  /** A hash tag: all keys of the queue live in one slot of a Redis Cluster. */
  readonly prefix: string;
  /** Connection without a limit of retries: BullMQ makes its own copies of it. */
  readonly connection: Redis;
  /** Jobs side by side. */
  readonly concurrency: number;
  /** Name of the job that comes by itself, every so often. */
  readonly tick: string;
  readonly everyMs: number;
  /** A worker that has finished nothing for so long is replaced. */
  readonly silenceMaxMs: number;
  readonly process: (job: Job) => Promise<unknown>;
  readonly onReplaced: (silentMs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createTickingQueue(options: TickingQueueOptions): Part & { isSilent(): boolean } {
  const { concurrency, connection, name, onReplaced, onTrouble, prefix, silenceMaxMs, tick } = options;
  const queue = new Queue(name, { connection, prefix });
  queue.on("error", onTrouble);
  let timer: NodeJS.Timeout | null = null;

  function makeWorker(onCompleted: () => void) {
    const worker = new QueueWorker(name, options.process, { connection, prefix, concurrency });
    worker.on("completed", onCompleted);
    worker.on("failed", (_job, error) => onTrouble(error));
    worker.on("error", onTrouble);
    return { close: () => withinTime(worker.close(true)) };
  }
  const elapsedMs = () => performance.now();
  const supervised = createSupervisedWorker({ makeWorker, silenceMaxMs, elapsedMs, onReplaced, onTrouble });
  return {
    name,
    isSilent: supervised.isSilent,
    start: async () => {
      const job = { name: tick, opts: { removeOnComplete: { count: 10 }, removeOnFail: { count: 100 } } };
      await queue.upsertJobScheduler(tick, { every: options.everyMs }, job);
      supervised.start();
      timer = setInterval(() => void supervised.check().catch(onTrouble), silenceMaxMs / 6);
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
