import type pg from "pg";

/** A rehearsal of a national size that ended green just now, so that a real sitting may be declared ready. */
export async function storePassedRehearsal(client: pg.Client | pg.Pool, candidates = 10_000): Promise<void> {
  await client.query(
    `INSERT INTO rehearsal_record
       (result_sha256, profile, candidates, verdict, started_at, result, report, recorded_by)
     VALUES (md5(random()::text), 'ecni-2015', $1, 'green', now(), '{}', '', 'test')`,
    [candidates],
  );
}
