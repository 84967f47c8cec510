import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Problem } from "#domain/exam/problem";

class Undone<T> extends Error {
  constructor(readonly outcome: T) {
    super("undone");
  }
}

/**
 * Runs an import in one transaction. It is kept when it has no problem; otherwise, and when it is only rehearsed, the
 * database undoes it: what a rehearsal says is what would happen, constraints included.
 */
export async function rehearsable<T extends { readonly problems: readonly Problem[] }>(
  database: NodePgDatabase,
  dryRun: boolean,
  work: (tx: NodePgDatabase) => Promise<T>,
): Promise<T> {
  try {
    return await database.transaction(async (tx: NodePgDatabase) => {
      const outcome = await work(tx);
      if (dryRun || outcome.problems.length > 0) throw new Undone(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome as T;
    throw error;
  }
}
