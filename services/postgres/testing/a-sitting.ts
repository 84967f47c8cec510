/** Test data: one sitting of a small exam, with as many candidates as asked, whose ids start at `firstCandidateId`. */
import type pg from "pg";

export interface SittingFixture {
  readonly durationMs?: number;
  readonly candidates?: number;
  readonly firstCandidateId?: number;
}

/** Inserts the rows as the database's owner; returns the sitting's id. */
export async function insertSitting(owner: pg.Pool, fixture: SittingFixture = {}): Promise<number> {
  const { durationMs = 3_600_000, candidates = 1, firstCandidateId = 16 } = fixture;
  const id = async (text: string, values: unknown[] = []) => {
    const { rows } = await owner.query<{ id: number }>(`${text} RETURNING id`, values);
    return rows[0]?.id as number;
  };
  const exam = await id("INSERT INTO exam (slug, title) VALUES ('exam', 'Exam')");
  const centre = await id("INSERT INTO centre (exam_id, code, name) VALUES ($1, 'C1', 'Centre')", [exam]);
  const room = await id("INSERT INTO room (centre_id, code, name) VALUES ($1, 'R1', 'Room')", [centre]);
  await owner.query(
    `INSERT INTO candidate (id, exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat)
     SELECT n, $1, 'S' || n, 'Family', 'Given', 'A' || n, $2, 'T' || n
     FROM generate_series($3::int, $3::int + $4::int - 1) AS n`,
    [exam, room, firstCandidateId, candidates],
  );
  const paper = await id(
    `INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
     VALUES ($1, 'paper', 'Paper', 'fr', $2, '{}', '', '')`,
    [exam, durationMs],
  );
  return id("INSERT INTO sitting (paper_id, title, planned_start_ms) VALUES ($1, 'Sitting', 0)", [paper]);
}
