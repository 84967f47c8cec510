import { and, eq, sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { journal } from "#postgres/schema/answers";

/** Sittings whose journal, as far as it is stored, says that they are closed, and since when (ms). */
export const closedSittings = (database: Database): Promise<{ sittingId: number; closedAtMs: number }[]> =>
  reading("closed sittings", () =>
    database
      .select({ sittingId: journal.sittingId, closedAtMs: journal.effectiveAtMs })
      .from(journal)
      .where(and(eq(journal.kind, "close"), eq(sql`${journal.act} -> 'scope' ->> 'kind'`, "nation"))),
  );
