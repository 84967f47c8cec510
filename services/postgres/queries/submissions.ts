/** What a centre's candidates handed in, as far as it is stored: what receipt codes are made from. */
import { eq, sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { exam } from "#postgres/schema/exam";

/** The last `submit` entry of a candidate's newest epoch that holds anything. */
export interface StoredSubmission {
  readonly candidateId: number;
  readonly epoch: number;
  readonly seq: number;
  /** The frame exactly as sent. */
  readonly frame: string;
}

/** Submissions of these candidates, by primary keys only; who has none is left out. */
export async function lastSubmissions(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<StoredSubmission[]> {
  if (candidateIds.length === 0) return [];
  const { rows } = await reading("submissions", () =>
    database.execute<StoredSubmission & Record<string, unknown>>(sql`
      SELECT w.id AS "candidateId", s.epoch, s.seq, s.frame
      FROM unnest(${sql.param([...candidateIds])}::int[]) AS w (id)
      CROSS JOIN LATERAL (
        SELECT e.epoch, e.d2 FROM candidate_epoch e
        WHERE e.sitting_id = ${sittingId} AND e.candidate_id = w.id AND e.head > 0
        ORDER BY e.epoch DESC LIMIT 1
      ) newest
      CROSS JOIN LATERAL (
        SELECT l.epoch, l.seq, l.frame FROM answer_log l
        WHERE l.sitting_id = ${sittingId} AND l.candidate_id = w.id AND l.epoch = newest.epoch
          AND l.kind = 'submit' AND l.seq <= newest.d2
        ORDER BY l.seq DESC LIMIT 1
      ) s`),
  );
  return rows;
}

/** IANA name of the zone that an exam's hours are read in. */
export async function timeZoneOf(database: Database, examId: number): Promise<string | null> {
  const [row] = await reading("exam", () =>
    database.select({ timeZone: exam.timeZone }).from(exam).where(eq(exam.id, examId)),
  );
  return row?.timeZone ?? null;
}
