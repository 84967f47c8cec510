/** Who worked while the clock stood still: a tablet that had not heard of a pause keeps what was written. */
import { sql } from "drizzle-orm";
import type { Interval } from "#domain/sitting/intervals";
import { type Database, reading } from "#postgres/queries/reading";

/**
 * When the last answer or lock of each candidate was made in each interval, ms, by candidate; who made none is left out.
 * Reads the candidates' own part of the log: for people who ask, not for the answer path.
 */
export async function lastMadeIn(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
  intervals: readonly Interval[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  if (candidateIds.length === 0 || intervals.length === 0) return new Map();
  const from = sql.param(intervals.map(({ fromMs }) => fromMs));
  const until = sql.param(intervals.map(({ untilMs }) => untilMs));
  const { rows } = await reading("entries made in pauses", () =>
    database.execute<{ candidateId: number; madeAtMs: string[] }>(sql`
      SELECT l.candidate_id AS "candidateId", array_agg(l.last ORDER BY l.last) AS "madeAtMs"
      FROM (
        SELECT l.candidate_id, i.from_ms, max(l.made_at_ms) AS last
        FROM answer_log l
        JOIN unnest(${from}::bigint[], ${until}::bigint[]) AS i (from_ms, until_ms)
          ON l.made_at_ms >= i.from_ms AND (i.until_ms IS NULL OR l.made_at_ms < i.until_ms)
        WHERE l.sitting_id = ${sittingId} AND l.candidate_id = ANY(${sql.param([...candidateIds])}::int[])
          AND l.kind IN ('answer', 'lock')
        GROUP BY l.candidate_id, i.from_ms
      ) l
      GROUP BY l.candidate_id`),
  );
  return new Map(rows.map(({ candidateId, madeAtMs }) => [candidateId, madeAtMs.map(Number)]));
}
