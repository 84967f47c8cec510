/** Reads back, with the schema of services/postgres, everything about the candidates of a ledger. */
import { and, count, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { answerCurrent, answerLog, quarantine } from "#postgres/schema/answers";
import type { Ledger } from "#loadtest/ledger/read-ledger";
import type { Stored, StoredCurrent, StoredRow } from "#loadtest/verify/stored";

const CANDIDATES_PER_QUERY = 1_000;

/** Rejects when the database cannot be read: an unread database verifies nothing. */
export async function readStored(databaseUrl: string, ledger: Ledger): Promise<Stored> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const trouble: Error[] = [];
  pool.on("error", (error) => trouble.push(error)); // an idle connection that breaks would end this process otherwise
  const database = drizzle(pool);
  const log: StoredRow[] = [];
  const current: StoredCurrent[] = [];
  let quarantined = 0;
  try {
    for (const { sittingId, candidateIds } of groups(ledger)) {
      const inLog = and(eq(answerLog.sittingId, sittingId), inArray(answerLog.candidateId, candidateIds));
      const { sittingId: s, candidateId: c, epoch, seq, kind, frame } = answerLog;
      log.push(
        ...(await database
          .select({ sittingId: s, candidateId: c, epoch, seq, kind, frame })
          .from(answerLog)
          .where(inLog)),
      );
      const inCurrent = and(eq(answerCurrent.sittingId, sittingId), inArray(answerCurrent.candidateId, candidateIds));
      current.push(...(await database.select().from(answerCurrent).where(inCurrent)));
      const inQuarantine = and(eq(quarantine.sittingId, sittingId), inArray(quarantine.candidateId, candidateIds));
      quarantined += (await database.select({ n: count() }).from(quarantine).where(inQuarantine))[0]?.n ?? 0;
    }
  } catch (error) {
    // The query's own message repeats every parameter; what went wrong is underneath.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`the database cannot be read: ${cause || "no connection"}`, { cause: error });
  } finally {
    await pool.end();
  }
  return { log, current, quarantined };
}

function groups(ledger: Ledger): { sittingId: number; candidateIds: number[] }[] {
  const bySitting = new Map<number, Set<number>>();
  for (const t of ledger.tablets.values()) {
    const ids = bySitting.get(t.sittingId) ?? new Set<number>();
    bySitting.set(t.sittingId, ids.add(t.candidateId));
  }
  return [...bySitting].flatMap(([sittingId, ids]) => {
    const all = [...ids];
    const slices = Math.ceil(all.length / CANDIDATES_PER_QUERY);
    return Array.from({ length: slices }, (_, i) => ({
      sittingId,
      candidateIds: all.slice(i * CANDIDATES_PER_QUERY, (i + 1) * CANDIDATES_PER_QUERY),
    }));
  });
}
