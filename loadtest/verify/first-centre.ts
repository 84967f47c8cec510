/** The centre that has a line of its own in a rehearsal. */
import { Pool } from "pg";
import { centresOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";

/** The id of the first centre, by code, of a sitting's exam. Rejects when there is none. */
export async function firstCentre(databaseUrl: string, sittingId: number): Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const database = databaseOf(pool);
    const sitting = await findSitting(database, sittingId);
    const [first] = sitting ? await centresOf(database, sitting.examId) : [];
    if (!first) throw new Error(`the exam of sitting ${sittingId} has no centre`);
    return first.centreId;
  } finally {
    await pool.end();
  }
}
