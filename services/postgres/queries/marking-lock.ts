/** One process at a time works at a run. The lock belongs to a connection: it ends with the process that held it. */
import type pg from "pg";
import { reading } from "#postgres/queries/reading";

/** Any number that nothing else locks by. */
const MARKING_LOCKS = 620_151_207;

/** Does the work unless somebody else is at it; resolves to whether it was done. */
export async function withRunLock(pool: pg.Pool, runId: number, work: () => Promise<void>): Promise<boolean> {
  const client = await reading("lock of a run", () => pool.connect());
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on("error", onError);
  try {
    const { rows } = await reading("lock of a run", () =>
      client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS held", [MARKING_LOCKS, runId]),
    );
    if (rows[0]?.held !== true) return false;
    await work();
    return true;
  } finally {
    client.off("error", onError);
    await client.query("SELECT pg_advisory_unlock_all()").catch((error: Error) => (broken ??= error));
    client.release(broken);
  }
}
