/** What the watch of the jobs process looks at: offsets, quarantine, gaps. */
import { asc, count, isNull, sql } from "drizzle-orm";
import type { StreamId } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";
import { partitionOffset, quarantine } from "#postgres/schema/answers";

/** Committed offset of each partition, in order of partition. */
export async function committedOffsets(database: Database) {
  const rows = await reading("offsets", () =>
    database
      .select({ partition: partitionOffset.partition, lastId: partitionOffset.lastId })
      .from(partitionOffset)
      .orderBy(asc(partitionOffset.partition)),
  );
  return rows.map((row) => ({ partition: row.partition, lastId: row.lastId as StreamId }));
}

/** Records in quarantine that nobody has ruled on. */
export async function quarantineNotRuled(database: Database): Promise<number> {
  const [row] = await reading("quarantine", () =>
    database.select({ n: count() }).from(quarantine).where(isNull(quarantine.ruledAt)),
  );
  return row?.n ?? 0;
}

/**
 * Epochs that hold an entry received before `beforeMs` while a lower seq is still missing. Only rows whose head is ahead
 * of d2 are looked up in the log.
 */
export async function gapsOlderThan(database: Database, beforeMs: number): Promise<number> {
  const { rows } = await reading("gaps", () =>
    database.execute<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM candidate_epoch e
      WHERE e.head > e.d2 AND EXISTS (
        SELECT FROM answer_log l
        WHERE l.sitting_id = e.sitting_id AND l.candidate_id = e.candidate_id AND l.epoch = e.epoch
        AND l.seq > e.d2 AND l.received_at_ms < ${beforeMs}
      )`),
  );
  return rows[0]?.n ?? 0;
}

/** A trivial statement: resolves when PostgreSQL answers. */
export async function askDatabase(database: Database): Promise<void> {
  await reading("health", () => database.execute(sql`SELECT 1`));
}
