/**
 * Where the portal and the command line ask the marking process (contracts/marking/requests.ts): one queue on the control
 * Redis. A question that nobody takes in time is taken back, so that it is not answered to nobody later.
 */
import { type Job, Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { type AnswerTo, MarkingAnswer, type MarkingRequest } from "#contracts/marking/requests";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { within } from "#runtime/within";

export const MARKING_QUEUE = "marking";
/** A hash tag: all keys of the queue live in one slot of a Redis Cluster. */
export const MARKING_PREFIX = "{marking}";
/** Name of a job that is a question; its data is a MarkingRequest, its result a MarkingAnswer. */
export const QUESTION_JOB = "question";

const ANSWER_WITHIN_MS = 20_000;
const KEPT_S = 60;

export interface MarkingDesk {
  /** Rejects with StoreTrouble when the marking process does not answer. */
  ask<Request extends MarkingRequest>(request: Request): Promise<AnswerTo<Request["ask"]>>;
  close(): Promise<void>;
}

/** `connection`: without a limit of retries or a time-out of commands, as BullMQ wants it; it makes copies of its own. */
export function createMarkingDesk(connection: Redis, answerWithinMs = ANSWER_WITHIN_MS): MarkingDesk {
  const queue = new Queue(MARKING_QUEUE, { connection, prefix: MARKING_PREFIX });
  const events = new QueueEvents(MARKING_QUEUE, { connection, prefix: MARKING_PREFIX });
  // A server that is away is told by the question that it keeps from being answered.
  queue.on("error", () => undefined);
  events.on("error", () => undefined);

  async function answerOf(request: MarkingRequest): Promise<MarkingAnswer> {
    const options = { attempts: 1, removeOnComplete: { age: KEPT_S }, removeOnFail: { age: KEPT_S } };
    await within(answerWithinMs, events.waitUntilReady());
    const job = await within(answerWithinMs, queue.add(QUESTION_JOB, request, options));
    try {
      return MarkingAnswer.parse(await job.waitUntilFinished(events, answerWithinMs));
    } catch (error) {
      await takeBack(job);
      throw error;
    }
  }
  return {
    async ask<Request extends MarkingRequest>(request: Request) {
      try {
        return (await answerOf(request)) as AnswerTo<Request["ask"]>;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new StoreTrouble(`the marking process does not answer: ${why}`, "later", { cause: error });
      }
    },
    async close() {
      await Promise.all([queue.close(), events.close()]);
    },
  };
}

async function takeBack(job: Job): Promise<void> {
  await job.remove().catch(() => undefined); // being worked at, or Redis is away: it ends by itself
}
