/** Validated steps whose successor came late because its key did: what tablets say of it, for the lost-time ledger. */
import { sql } from "drizzle-orm";
import { WaitedFrame } from "#contracts/frames/tablet";
import { type Database, reading } from "#postgres/queries/reading";

export interface Waited {
  readonly stepId: string;
  readonly waitedMs: number;
  /** When the wait was over, ms. */
  readonly atMs: number;
}

/**
 * Waits of these candidates, oldest first; who has none is left out. Reads the candidates' own part of the log: for
 * people who ask, not for the answer path.
 */
export async function waitedOf(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Waited[]>> {
  if (candidateIds.length === 0) return new Map();
  const { rows } = await reading("waits", () =>
    database.execute<{ candidateId: number; frame: string; atMs: string }>(sql`
      SELECT candidate_id AS "candidateId", frame, made_at_ms AS "atMs" FROM answer_log
      WHERE sitting_id = ${sittingId} AND candidate_id = ANY(${sql.param([...candidateIds])}::int[]) AND kind = 'waited'
      ORDER BY made_at_ms, epoch, seq`),
  );
  const waits = new Map<number, Waited[]>();
  for (const { candidateId, frame, atMs } of rows) {
    const { stepId, waitedMs } = WaitedFrame.parse(JSON.parse(frame));
    const one = { stepId, waitedMs, atMs: Number(atMs) };
    const known = waits.get(candidateId);
    if (known) known.push(one);
    else waits.set(candidateId, [one]);
  }
  return waits;
}
