/** The marking process, assembled from its stores: what each question is answered with. */
import type pg from "pg";
import { type MarkingAnswer, MarkingRequest } from "#contracts/marking/requests";
import { createAnswers } from "#marking/questions/answers";
import { createRunMemory } from "#marking/questions/run-memory";
import { startRanking } from "#marking/ranking/start-ranking";
import { MarkingRefused } from "#marking/refusal";
import { createRunWorker } from "#marking/runs/run-worker";
import { startRun } from "#marking/runs/start-run";
import type { Log } from "#runtime/log";

export interface MarkingParts {
  readonly pool: pg.Pool;
  readonly log: Log;
  /** Age of what waits longest for PostgreSQL, ms; null: nothing does. */
  readonly oldestWaitingMs: () => Promise<number | null>;
  /** Wall clock, ms. */
  readonly now: () => number;
  /** Monotonic clock, ms. */
  readonly elapsedMs: () => number;
  /** Candidates stored in one transaction. */
  readonly chunk?: number;
}

export function createMarkingApp({ chunk, elapsedMs, log, now, oldestWaitingMs, pool }: MarkingParts) {
  const runs = createRunWorker(pool, log, now, chunk);
  const answers = createAnswers(pool, createRunMemory(pool), elapsedMs);
  const workOn = () => void runs.work().catch((error: unknown) => log.warn({ err: error }, "runs wait"));

  async function answerOf(request: MarkingRequest): Promise<MarkingAnswer> {
    switch (request.ask) {
      case "mark": {
        const started = await startRun({ pool, oldestWaitingMs, now }, request);
        workOn();
        return started;
      }
      case "rank":
        return startRanking(pool, request, now);
      case "what_if":
        return answers.whatIf(request);
      case "compare":
        return answers.compare(request);
      case "why":
        return answers.why(request);
      case "key":
        return answers.key(request);
    }
  }
  return {
    /** Refusals are answers; a store that is away, and a defect, reject. */
    async answer(data: unknown): Promise<MarkingAnswer> {
      try {
        return await answerOf(MarkingRequest.parse(data));
      } catch (error) {
        if (error instanceof MarkingRefused) return error.answer;
        throw error;
      }
    },
    work: runs.work,
    workOn,
    summary: runs.summary,
  };
}
