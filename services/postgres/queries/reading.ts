/** Reads for the processes that answer people: bounded in time, with one kind of error for a server that is away. */
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { StoreTrouble } from "#domain/ports/answer-stream";

export type Database = NodePgDatabase;
export const databaseOf = (client: pg.Pool | pg.PoolClient): Database => drizzle({ client });

/** A frozen server never answers and the role's statement time-out runs on it, not here. */
const ANSWER_WITHIN_MS = 8_000;
/** SQLSTATE classes of a server that is away, starting, stopping, full or too slow; the statement itself is sound. */
const TROUBLE_CLASSES = ["08", "53", "55", "57", "58"];

/**
 * Runs a read. A server that is away or too slow becomes StoreTrouble; a refused statement (a missing right, a wrong
 * column) stays the defect that it is.
 */
export async function reading<T>(what: string, query: () => Promise<T>, answerWithinMs = ANSWER_WITHIN_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerWithinMs} ms`)), answerWithinMs);
  });
  try {
    return await Promise.race([query(), late]);
  } catch (error) {
    const cause = innermost(error);
    if (isDefect(cause)) throw error;
    throw new StoreTrouble(`PostgreSQL, ${what}: ${cause.message}`, "later", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** An answer of the server that no retry changes, or an error of our own; what never reached the server is neither. */
function isDefect(cause: Error): boolean {
  if (cause instanceof pg.DatabaseError) return !TROUBLE_CLASSES.includes((cause.code ?? "").slice(0, 2));
  return cause instanceof TypeError || cause instanceof RangeError;
}

/** The driver's own error, out of its wrappings; two refused addresses (IPv6, IPv4) come as one AggregateError. */
function innermost(error: unknown): Error {
  let inner = error instanceof Error ? error : new Error(String(error));
  while (inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof AggregateError && inner.errors[0] instanceof Error ? inner.errors[0] : inner;
}
