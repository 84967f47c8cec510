import pg from "pg";
import { StoreTrouble } from "#domain/ports/answer-stream";

// bigint columns hold milliseconds and counts, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * A pool on PostgreSQL. Statement and lock time-outs come from the role (postgres/roles.ts); connecting has its own.
 * Without an `error` listener an idle connection's loss, as when PostgreSQL restarts, would end the process.
 */
export function openPool(url: string, connectionsMax = 4): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: 5_000,
    // Longer than the roles' statement time-out: reached only when the server or the network is silent.
    query_timeout: 20_000,
    keepAlive: true,
  });
  pool.on("error", () => undefined);
  return pool;
}

/** SQLSTATE classes in which the data is refused, not the connection: 22 data exception, 23 constraint violation. */
export function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && (code.startsWith("22") || code.startsWith("23"));
}

/** PostgreSQL answered with an error; without one the connection itself is in doubt, and may still be busy. */
const isRefusal = (error: unknown): boolean => typeof (error as { code?: unknown } | null)?.code === "string";

/** Any other failure: PostgreSQL is away or busy, the same work may succeed later. */
export function asTrouble(what: string, error: unknown): StoreTrouble {
  return new StoreTrouble(`${what}: ${error instanceof Error ? error.message : String(error)}`, "later", {
    cause: error,
  });
}

/** Runs `work` in one transaction; commits, or rolls back and rethrows. A connection that broke is thrown away. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    if (isRefusal(error)) await client.query("ROLLBACK").catch((rollbackError: Error) => (broken ??= rollbackError));
    else broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
