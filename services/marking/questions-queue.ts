/** The worker of the questions' queue: supervised by a tick that also looks for runs that wait. */
import type { Redis } from "ioredis";
import { MARKING_PREFIX, MARKING_QUEUE, QUESTION_JOB } from "#redis/marking-desk";
import type { Part } from "#runtime/lifecycle";
import { createTickingQueue } from "#runtime/ticking-queue";

const TICK_EVERY_MS = 5_000;
const SILENCE_MAX_MS = 30_000;
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

export const createQuestionsQueue = ({
  answer,
  onTick,
  ...options
}: QuestionsQueueOptions): Part & { isSilent(): boolean } =>
  createTickingQueue({
    ...options,
    ...{ name: MARKING_QUEUE, prefix: MARKING_PREFIX, tick: "tick", concurrency: CONCURRENCY },
    ...{ everyMs: TICK_EVERY_MS, silenceMaxMs: SILENCE_MAX_MS },
    process: async (job) => {
      if (job.name === QUESTION_JOB) return answer(job.data);
      onTick();
      return null;
    },
  });
