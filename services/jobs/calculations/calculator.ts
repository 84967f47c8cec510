/**
 * Works at orders of calculations. The table is the queue: an order is a row that says "asked", and taking, computing and
 * writing its result are one transaction. A worker that is killed in the middle leaves the row as it was, and the next one
 * takes it; nothing can be half written or computed twice.
 */
import type pg from "pg";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { computeAsked } from "#jobs/calculations/compute-asked";
import { inTransaction } from "#postgres/connection";
import { finishCalculation, refuseCalculation, takeAsked } from "#postgres/queries/competition/calculations";
import { databaseOf } from "#postgres/queries/reading";

export interface CalculatorParts {
  readonly pool: pg.Pool;
  readonly onMade: (id: number, state: "done" | "refused", elapsedMs: number) => void;
  /** A defect: the order is marked as failed, so that it is not tried for ever. */
  readonly onFailed: (id: number, error: unknown) => void;
}
export interface Calculator {
  /** Everything that is asked, oldest first; how many. Rejects with StoreTrouble when PostgreSQL is away. */
  pass(): Promise<number>;
  stop(): void;
}

export function createCalculator({ onFailed, onMade, pool }: CalculatorParts): Calculator {
  let stopped = false;

  /** The order that was worked at; null: there was none. */
  async function one(): Promise<number | null> {
    let taken: number | null = null;
    try {
      return await inTransaction(pool, async (client) => {
        const database = databaseOf(client);
        // Rows and the revision that they are of: one moment for the whole computation.
        await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        const asked = await takeAsked(database);
        if (!asked) return null;
        taken = asked.id;
        const from = performance.now();
        const made = await computeAsked(database, asked);
        if ("problems" in made) await refuseCalculation(database, asked.id, "refused", made.problems);
        else await finishCalculation(database, asked.id, made);
        onMade(asked.id, "problems" in made ? "refused" : "done", performance.now() - from);
        return asked.id;
      });
    } catch (error) {
      if (taken === null || error instanceof StoreTrouble || isConflict(error)) throw error;
      onFailed(taken, error);
      const problem = { rule: "defect", place: "", message: error instanceof Error ? error.message : String(error) };
      await inTransaction(pool, (client) => refuseCalculation(databaseOf(client), taken ?? 0, "failed", [problem]));
      return taken;
    }
  }
  return {
    async pass() {
      let count = 0;
      while (!stopped && (await one()) !== null) count++;
      return count;
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** Another worker has taken the row since this transaction began: it is done, or will be tried again. */
const isConflict = (error: unknown): boolean => {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if ((inner as { code?: unknown }).code === "40001") return true;
  return false;
};
