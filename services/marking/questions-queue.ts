/** The worker of the questions' queue: supervised by a tick that also looks for runs that wait. */
import { type Job, Queue, Worker as QueueWorker } from "bullmq";
import type { Redis } from "ioredis";
import { MARKING_PREFIX, MARKING_QUEUE, QUESTION_JOB } from "#redis/marking-desk";
import type { Part } from "#runtime/lifecycle";
import { createSupervisedWorker } from "#runtime/supervised-worker";

const TICK_JOB = "tick";
const TICK_EVERY_MS = 5_000;
const SILENCE_MAX_MS = 30_000;
const CLOSE_WITHIN_MS = 2_000;
/** Questions side by side: a long one must not hold up the tick. */
const CONCURRENCY = 4;

export interface QuestionsQueueOptions {
  /** Connection without a limit of retries: BullMQ makes its own copies of it. */
  readonly connection: Redis;
  readonly answer: (question: unknown) => Promise<unknown>;
  readonly onTick: () => void;
  readonly onReplaced: (silentMs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createQuestionsQueue(options: QuestionsQueueOptions): Part & { isSilent(): boolean } {
  const { answer, connection, onReplaced, onTick, onTrouble } = options;
  const shared = { connection, prefix: MARKING_PREFIX };
  const queue = new Queue(MARKING_QUEUE, shared);
  queue.on("error", onTrouble);
  let timer: NodeJS.Timeout | null = null;

  async function process(job: Job): Promise<unknown> {
    if (job.name === QUESTION_JOB) return answer(job.data);
    onTick();
    return null;
  }
  function makeWorker(onCompleted: () => void) {
    const worker = new QueueWorker(MARKING_QUEUE, process, { ...shared, concurrency: CONCURRENCY });
    worker.on("completed", onCompleted);
    worker.on("failed", (_job, error) => onTrouble(error));
    worker.on("error", onTrouble);
    return { close: () => withinTime(worker.close(true)) };
  }
  const elapsedMs = () => performance.now();
  const supervised = createSupervisedWorker({
    makeWorker,
    silenceMaxMs: SILENCE_MAX_MS,
    elapsedMs,
    onReplaced,
    onTrouble,
  });
  return {
    name: "questions",
    isSilent: supervised.isSilent,
    start: async () => {
      const job = { name: TICK_JOB, opts: { removeOnComplete: { count: 10 }, removeOnFail: { count: 100 } } };
      await queue.upsertJobScheduler(TICK_JOB, { every: TICK_EVERY_MS }, job);
      supervised.start();
      timer = setInterval(() => void supervised.check().catch(onTrouble), SILENCE_MAX_MS / 6);
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
