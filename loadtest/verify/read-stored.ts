/** Reads back, with the schema of services/postgres, everything about some candidates of the rehearsed sitting. */
import { and, asc, count, countDistinct, eq, inArray, max, notInArray } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { Act } from "#contracts/act";
import { endOf, type ExtraTime, foldJournal, type SittingState } from "#domain/sitting/clock";
import { durationAt } from "#domain/sitting/duration";
import type { Place } from "#domain/sitting/scope";
import { seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting } from "#postgres/queries/sittings";
import { answerCurrent, answerLog, journal, quarantine } from "#postgres/schema/answers";
import { newestReceipts } from "#postgres/queries/receipts";
import { receipt } from "#postgres/schema/evidence";
import type { Stored } from "#loadtest/verify/stored";

export interface StoredSitting {
  /** Acts of the journal, as far as it is drained. */
  readonly acts: readonly Act[];
  /** What is stored of these candidates. */
  of(candidateIds: readonly number[]): Promise<Stored>;
  /** The newest final receipts of these, compact JWS by candidate. */
  receipts(candidateIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** How many candidates have a receipt, and when the last was issued, ms since 1970; null: none was. */
  receiptsMade(): Promise<{ readonly count: number; readonly lastAtMs: number | null }>;
  /** Entries in the sitting's log. */
  entries(): Promise<number>;
  /** Entries of candidates who are none of these: of a sitting that was rehearsed alone there are none. */
  strangers(candidateIds: readonly number[]): Promise<number>;
  close(): Promise<void>;
}

/** Rejects when the database cannot be read, or does not know the sitting: an unread database verifies nothing. */
export async function openStored(databaseUrl: string, sittingId: number): Promise<StoredSitting> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  pool.on("error", () => undefined); // an idle connection that breaks; the next query says so
  const db = drizzle(pool);
  try {
    const acts = await readable(journalOf(db, sittingId));
    const ends = await readable(endsOf(pool, sittingId, foldJournal(acts)));
    return {
      acts,
      of: (candidateIds) => readable(storedOf(db, sittingId, candidateIds, ends)),
      receipts: async (candidateIds) => {
        const newest = await readable(newestReceipts(databaseOf(pool), sittingId, candidateIds));
        return new Map([...newest].map(([candidateId, { jws }]) => [candidateId, jws]));
      },
      entries: async () => {
        const logged = db.select({ n: count() }).from(answerLog).where(eq(answerLog.sittingId, sittingId));
        return (await readable(logged))[0]?.n ?? 0;
      },
      receiptsMade: () => readable(receiptsMade(db, sittingId)),
      strangers: (candidateIds) => readable(strangersIn(db, sittingId, candidateIds)),
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The query's own message repeats every parameter; what went wrong is underneath. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`the database cannot be read: ${cause || "no connection"}`, { cause: error });
  }
}

async function storedOf(
  db: NodePgDatabase,
  sittingId: number,
  ids: readonly number[],
  ends: ReadonlyMap<number, number | null>,
): Promise<Stored> {
  const candidateIds = [...ids];
  const { candidateId, epoch, seq, kind, frame } = answerLog;
  const log = await db
    .select({ candidateId, epoch, seq, kind, frame })
    .from(answerLog)
    .where(and(eq(answerLog.sittingId, sittingId), inArray(candidateId, candidateIds)));
  const current = await db
    .select()
    .from(answerCurrent)
    .where(and(eq(answerCurrent.sittingId, sittingId), inArray(answerCurrent.candidateId, candidateIds)));
  const [quarantined] = await db
    .select({ n: count() })
    .from(quarantine)
    .where(and(eq(quarantine.sittingId, sittingId), inArray(quarantine.candidateId, candidateIds)));
  return { log, current, quarantined: quarantined?.n ?? 0, ends };
}

async function strangersIn(db: NodePgDatabase, sittingId: number, ids: readonly number[]): Promise<number> {
  const [found] = await db
    .select({ n: countDistinct(answerLog.candidateId) })
    .from(answerLog)
    .where(and(eq(answerLog.sittingId, sittingId), notInArray(answerLog.candidateId, [...ids])));
  return found?.n ?? 0;
}

async function receiptsMade(db: NodePgDatabase, sittingId: number) {
  const [made] = await db
    .select({ count: countDistinct(receipt.candidateId), lastAtMs: max(receipt.issuedAtMs) })
    .from(receipt)
    .where(and(eq(receipt.sittingId, sittingId), eq(receipt.number, 1)));
  return made ?? { count: 0, lastAtMs: null };
}

async function journalOf(db: NodePgDatabase, sittingId: number): Promise<Act[]> {
  const rows = await db
    .select({ act: journal.act })
    .from(journal)
    .where(eq(journal.sittingId, sittingId))
    .orderBy(asc(journal.position));
  return rows.map(({ act }) => Act.parse(act));
}

/** When the time of each candidate of the exam is over, by the journal; null while it cannot be known. */
async function endsOf(pool: Pool, sittingId: number, state: SittingState): Promise<Map<number, number | null>> {
  const sitting = await findSitting(databaseOf(pool), sittingId);
  if (sitting === null) throw new Error(`there is no sitting ${sittingId}`);
  const durations = durationsOf(sitting);
  return new Map(
    (await seatsOf(databaseOf(pool), sitting.examId)).map((seat) => {
      const place: Place = { candidateId: seat.candidateId, centreId: seat.centreId, roomId: seat.roomId };
      const extra: ExtraTime = { numerator: seat.extraTimeNumerator, denominator: seat.extraTimeDenominator };
      return [seat.candidateId, endOf(state, durationAt(state, durations, place), extra, place)];
    }),
  );
}
