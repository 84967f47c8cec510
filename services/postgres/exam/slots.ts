/** Reserve slots of an exam. */
import { sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { reserveSlot } from "#postgres/schema/exam";

/** Makes those that are missing. */
export async function addSlots(db: NodePgDatabase, examId: number, startsMs: readonly number[]): Promise<void> {
  if (startsMs.length === 0) return;
  await db
    .insert(reserveSlot)
    .values(startsMs.map((startMs) => ({ examId, startMs })))
    .onConflictDoNothing();
}

/** Removes those that nobody has taken and that are not among these. */
export async function removeOtherSlots(db: NodePgDatabase, examId: number, startsMs: readonly number[]): Promise<void> {
  await db.execute(sql`DELETE FROM ${reserveSlot} WHERE exam_id = ${examId} AND sitting_id IS NULL
    AND start_ms <> ALL(${sql.param([...startsMs])}::bigint[])`);
}
