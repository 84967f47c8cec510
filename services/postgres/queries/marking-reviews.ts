/** Verdicts on short texts: each reviewer's once, the third only where two differ. */
import { and, asc, eq, sql } from "drizzle-orm";
import type pg from "pg";
import type { StoredVerdict } from "#domain/marking/accepted-texts";
import { judge, OPEN, type ReviewState, type Verdict } from "#domain/marking/review";
import { inTransaction } from "#postgres/connection";
import { type Database, databaseOf, reading } from "#postgres/queries/reading";
import { reviewVerdict } from "#postgres/schema/marking";

/** Every verdict of a sitting, of each text in the order in which they were given. `reviewer`: the account's number. */
export async function verdictsOf(database: Database, sittingId: number): Promise<StoredVerdict[]> {
  const rows = await reading("verdicts", () =>
    database
      .select()
      .from(reviewVerdict)
      .where(eq(reviewVerdict.sittingId, sittingId))
      .orderBy(asc(reviewVerdict.itemId), asc(reviewVerdict.text), asc(reviewVerdict.position)),
  );
  return rows.map(({ itemId, text, accountId, verdict }) => ({ itemId, text, reviewer: String(accountId), verdict }));
}

export interface VerdictToStore {
  readonly sittingId: number;
  readonly itemId: string;
  /** As normalised. */
  readonly text: string;
  readonly accountId: number;
  readonly verdict: Verdict;
  readonly atMs: number;
}

/** The state after the verdict; null: this reviewer may not judge here, or no longer. Two at one moment are one after the other. */
export const giveVerdict = (pool: pg.Pool, given: VerdictToStore): Promise<ReviewState | null> =>
  reading("verdict", () =>
    inTransaction(pool, async (client) => {
      const database = databaseOf(client);
      const { sittingId, itemId, text, accountId, verdict } = given;
      const key = JSON.stringify([sittingId, itemId, text]);
      await database.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
      const before = await database
        .select()
        .from(reviewVerdict)
        .where(
          and(eq(reviewVerdict.sittingId, sittingId), eq(reviewVerdict.itemId, itemId), eq(reviewVerdict.text, text)),
        )
        .orderBy(asc(reviewVerdict.position));
      const state = before.reduce<ReviewState>((at, one) => judge(at, String(one.accountId), one.verdict) ?? at, OPEN);
      const after = judge(state, String(accountId), verdict);
      if (after !== null) await database.insert(reviewVerdict).values({ ...given, position: before.length + 1 });
      return after;
    }),
  );
