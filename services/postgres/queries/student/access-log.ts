/** Who saw what of whom. */
import { desc, eq, lt } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { accessLog } from "#postgres/schema/student";

export interface Access {
  readonly atMs: number;
  /** Name and role of a member of staff, or `student`. */
  readonly who: string;
  readonly personId: number | null;
  readonly competitionId: number | null;
  readonly what: string;
}
export const writeAccess = (database: Database, accesses: readonly Access[]) =>
  accesses.length === 0
    ? Promise.resolve()
    : reading("access log", async () => void (await database.insert(accessLog).values([...accesses])));

/** Newest first. */
export const accessTo = (database: Database, personId: number, limit = 1_000): Promise<Access[]> =>
  reading("access log", () =>
    database.select().from(accessLog).where(eq(accessLog.personId, personId)).orderBy(desc(accessLog.id)).limit(limit),
  );
export async function forgetAccess(database: Database, beforeMs: number): Promise<number> {
  const gone = await database.delete(accessLog).where(lt(accessLog.atMs, beforeMs)).returning({ id: accessLog.id });
  return gone.length;
}
