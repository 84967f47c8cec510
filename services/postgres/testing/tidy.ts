import { Pool } from "pg";

/**
 * What PostgreSQL would do later because so much was stored: done now, so that it is not in a measurement that follows.
 * `databaseUrl`: of the owner.
 */
export async function tidy(databaseUrl: string): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await pool.query("VACUUM (ANALYZE)");
    await pool.query("CHECKPOINT");
  } finally {
    await pool.end();
  }
}
