/** What happened in rooms, as the jury reads it: acts without keys, when candidates handed in, how long they waited. */
import { sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";

/** The acts of a sitting as they are stored, in order. */
export async function actsWithoutKeys(database: Database, sittingId: number): Promise<unknown[]> {
  const { rows } = await reading("journal", () =>
    database.execute<{ act: unknown }>(
      sql`SELECT act FROM journal_without_keys WHERE sitting_id = ${sittingId} ORDER BY position`,
    ),
  );
  return rows.map(({ act }) => act);
}

export interface CandidateHours {
  /** The last time that they handed in, ms; null: never. */
  readonly handedInAtMs: number | null;
  /** Waits for a question: how long, and when each was over, ms. */
  readonly waits: readonly { readonly waitedMs: number; readonly atMs: number }[];
}

/** Of these candidates; who neither handed in nor waited is left out. Reads their own part of the log. */
export async function hoursOf(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<ReadonlyMap<number, CandidateHours>> {
  if (candidateIds.length === 0) return new Map();
  const { rows } = await reading("hours of candidates", () =>
    database.execute<{ candidateId: number; kind: "submit" | "waited"; atMs: string; waitedMs: string | null }>(sql`
      SELECT candidate_id AS "candidateId", kind, made_at_ms AS "atMs", waited_ms AS "waitedMs" FROM entry_time
      WHERE sitting_id = ${sittingId} AND candidate_id = ANY(${sql.param([...candidateIds])}::int[])
        AND kind IN ('submit', 'waited')
      ORDER BY made_at_ms`),
  );
  const hours = new Map<number, CandidateHours>();
  for (const { atMs, candidateId, kind, waitedMs } of rows) {
    const { handedInAtMs, waits } = hours.get(candidateId) ?? { handedInAtMs: null, waits: [] };
    const wait = { waitedMs: Number(waitedMs ?? 0), atMs: Number(atMs) };
    hours.set(
      candidateId,
      kind === "submit" ? { handedInAtMs: Number(atMs), waits } : { handedInAtMs, waits: [...waits, wait] },
    );
  }
  return hours;
}
