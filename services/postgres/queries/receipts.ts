/** Final receipts: who is due one, what is stored. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { CandidateRef } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";
import { isSubmitted } from "#postgres/queries/roster";
import { receipt } from "#postgres/schema/evidence";

export interface StoredReceipt extends CandidateRef {
  readonly number: number;
  readonly code: string;
  readonly jws: string;
  readonly issuedAtMs: number;
  readonly entries: number;
  readonly work: number;
}

/** A candidate who has handed in at least once. */
export interface HandedIn {
  readonly candidateId: number;
  /** Highest seqs of all epochs, added up: it grows with whatever comes. */
  readonly entries: number;
  /** What the newest receipt covers; null: there is none. */
  readonly receiptEntries: number | null;
}

/**
 * The next who have handed in, by candidate id after `after`. Driven by the index of submits: while nobody hands in it
 * costs nothing, afterwards as much as one portion.
 */
export async function handedInAfter(
  database: Database,
  sittingId: number,
  after: number,
  countMax: number,
): Promise<HandedIn[]> {
  const { rows } = await reading("handed in", () =>
    database.execute<HandedIn & Record<string, unknown>>(sql`
      SELECT s.candidate_id AS "candidateId", e.entries, r.entries AS "receiptEntries"
      FROM (
        SELECT DISTINCT candidate_id FROM answer_log
        WHERE sitting_id = ${sittingId} AND kind = 'submit' AND candidate_id > ${after}
        ORDER BY candidate_id LIMIT ${countMax}
      ) s
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(head), 0)::int AS entries FROM candidate_epoch
        WHERE sitting_id = ${sittingId} AND candidate_id = s.candidate_id
      ) e
      LEFT JOIN LATERAL (
        SELECT entries FROM receipt WHERE sitting_id = ${sittingId} AND candidate_id = s.candidate_id
        ORDER BY number DESC LIMIT 1
      ) r ON true
      ORDER BY s.candidate_id`),
  );
  return rows;
}

/** Which of these have everything handed in and stored; see `submittedOf`. */
export async function wholeOf(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<Set<number>> {
  if (candidateIds.length === 0) return new Set();
  const { rows } = await reading("whole", () =>
    database.execute<{ id: number }>(sql`
      SELECT w.id FROM unnest(${sql.param([...candidateIds])}::int[]) AS w (id)
      WHERE ${isSubmitted(sittingId, sql`w.id`)}`),
  );
  return new Set(rows.map((row) => row.id));
}

/** The newest of each of these; who has none is left out. */
export async function newestReceipts(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<Map<number, StoredReceipt>> {
  if (candidateIds.length === 0) return new Map();
  const rows = await reading("receipts", () =>
    database
      .selectDistinctOn([receipt.candidateId])
      .from(receipt)
      .where(
        and(
          eq(receipt.sittingId, sittingId),
          sql`${receipt.candidateId} = ANY(${sql.param([...candidateIds])}::int[])`,
        ),
      )
      .orderBy(receipt.candidateId, desc(receipt.number)),
  );
  return new Map(rows.map((row) => [row.candidateId, row]));
}

export async function newestReceipt(database: Database, of: CandidateRef): Promise<StoredReceipt | null> {
  return (await newestReceipts(database, of.sittingId, [of.candidateId])).get(of.candidateId) ?? null;
}

/** `code`: canonical. */
export async function receiptByCode(database: Database, code: string): Promise<StoredReceipt | null> {
  const [found] = await reading("receipt", () => database.select().from(receipt).where(eq(receipt.code, code)));
  return found ?? null;
}

/** Stores receipts; where another process was first, its own stays. Returns how many were stored. */
export async function storeReceipts(database: Database, receipts: readonly StoredReceipt[]): Promise<number> {
  if (receipts.length === 0) return 0;
  const stored = await reading("receipts", () =>
    database
      .insert(receipt)
      .values([...receipts])
      .onConflictDoNothing()
      .returning({ code: receipt.code }),
  );
  return stored.length;
}
