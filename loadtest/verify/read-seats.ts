/** Who sits where in the exam of a rehearsed sitting. */
import { Pool } from "pg";
import { type SeatRow, seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";

/** By centre, room and seat. Rejects when there is nobody. */
export async function readSeats(databaseUrl: string, sittingId: number): Promise<readonly [SeatRow, ...SeatRow[]]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const database = databaseOf(pool);
    const sitting = await findSitting(database, sittingId);
    const [first, ...others] = sitting ? await seatsOf(database, sitting.examId) : [];
    if (!first) throw new Error(`nobody sits sitting ${sittingId}`);
    return [first, ...others];
  } finally {
    await pool.end();
  }
}
