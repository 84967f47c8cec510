/** What consoles know of an exam: its sittings, its places, its people, and how far each of them is stored. */
import { asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate, centre, exam, paper, room, sitting } from "#postgres/schema/exam";

const asPeopleCount = new Intl.Collator("fr", { numeric: true });

/** Every candidate of an exam, room by room, seats in the order in which people count (2 before 10). */
export async function rosterOf(database: Database, examId: number): Promise<RosterRow[]> {
  const rows = await reading("roster", () =>
    database
      .select({
        id: candidate.id,
        roomId: candidate.roomId,
        seat: candidate.seat,
        anonymityNumber: candidate.anonymityNumber,
        familyName: candidate.familyName,
        givenName: candidate.givenName,
        studentNumber: candidate.studentNumber,
        extraTime: { numerator: candidate.extraTimeNumerator, denominator: candidate.extraTimeDenominator },
      })
      .from(candidate)
      .where(eq(candidate.examId, examId)),
  );
  return rows.sort((a, b) => a.roomId - b.roomId || asPeopleCount.compare(a.seat, b.seat) || a.id - b.id);
}

/** Centres of an exam by code, each with its rooms by code and how many candidates are expected there. */
export async function placesOf(database: Database, examId: number): Promise<CentreSummary[]> {
  const expected = sql<number>`(SELECT count(*)::int FROM ${candidate} c WHERE c.room_id = ${room.id})`;
  const rows = await reading("places", () =>
    database
      .select({
        centre: { id: centre.id, code: centre.code, name: centre.name },
        room: { id: room.id, code: room.code, name: room.name, rows: room.rows, columns: room.columns, expected },
      })
      .from(centre)
      .leftJoin(room, eq(room.centreId, centre.id))
      .where(eq(centre.examId, examId))
      .orderBy(asc(centre.code)),
  );
  const centres = new Map<number, CentreSummary>();
  for (const row of rows) {
    const known = centres.get(row.centre.id) ?? { ...row.centre, rooms: [] };
    centres.set(row.centre.id, known);
    if (row.room?.id) known.rooms.push({ ...row.room, expected: row.room.expected ?? 0 });
  }
  for (const { rooms } of centres.values()) rooms.sort((a, b) => asPeopleCount.compare(a.code, b.code));
  return [...centres.values()];
}

/** Sittings of one exam, or of all (null), the latest planned first. */
export async function sittingSummaries(database: Database, examId: number | null): Promise<SittingSummary[]> {
  const backup = alias(paper, "backup");
  const rows = await reading("sittings", () =>
    database
      .select({
        id: sitting.id,
        examId: exam.id,
        examTitle: exam.title,
        title: sitting.title,
        plannedStartMs: sitting.plannedStartMs,
        durationMs: paper.durationMs,
        backupDurationMs: backup.durationMs,
        paperTitle: paper.title,
        itemCount: sql<number>`(SELECT count(*)::int FROM paper_item i WHERE i.paper_id = ${paper.id})`,
        rules: sitting.rules,
        rehearsal: sitting.rehearsal,
        replacesSittingId: sitting.replacesSittingId,
      })
      .from(sitting)
      .innerJoin(paper, eq(paper.id, sitting.paperId))
      .innerJoin(exam, eq(exam.id, paper.examId))
      .leftJoin(backup, eq(backup.id, sitting.backupPaperId))
      .where(examId === null ? undefined : eq(exam.id, examId))
      .orderBy(desc(sitting.plannedStartMs), desc(sitting.id)),
  );
  return rows.map((row) => ({ ...row, rehearsal: row.rehearsal !== 0 }));
}

/** How far a candidate's work is stored. */
export interface Progress {
  readonly candidateId: number;
  /** Items of the paper as planned that have an answer in force which is not erased. */
  readonly answered: number;
  /** The same of the backup paper. */
  readonly backupAnswered: number;
  /** See `submittedOf`. */
  readonly submitted: boolean;
  /** Canonical code of the newest final receipt; null: there is none. */
  readonly receiptCode: string | null;
}

/**
 * Progress of these candidates, of whom nothing is stored included, in the order asked for. By primary keys only: it
 * costs as much as these candidates have answered, whatever the others did.
 */
export async function progressOf(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<Progress[]> {
  if (candidateIds.length === 0) return [];
  const { rows } = await reading("progress", () =>
    database.execute<Progress & Record<string, unknown>>(sql`
      SELECT w.id AS "candidateId", coalesce(a.main, 0) AS answered, coalesce(a.backup, 0) AS "backupAnswered",
        ${isSubmitted(sittingId, sql`w.id`)} AS submitted,
        (SELECT r.code FROM receipt r WHERE r.sitting_id = ${sittingId} AND r.candidate_id = w.id
          ORDER BY r.number DESC LIMIT 1) AS "receiptCode"
      FROM unnest(${sql.param([...candidateIds])}::int[]) WITH ORDINALITY AS w (id, n)
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE b.item_id IS NULL)::int AS main, count(b.item_id)::int AS backup
        FROM answer_current c
        LEFT JOIN paper_item b ON b.item_id = c.item_id
          AND b.paper_id = (SELECT backup_paper_id FROM sitting WHERE id = ${sittingId})
        WHERE c.sitting_id = ${sittingId} AND c.candidate_id = w.id
          AND c.value IS NOT NULL AND NOT c.value ? 'empty'
      ) a ON true
      ORDER BY w.n`),
  );
  return rows;
}

/**
 * Candidates whose work is handed in and stored: as for a receipt, the newest of their epochs that holds anything has a
 * `submit` at or below what is stored without a gap, no epoch has a gap, and nothing of theirs waits in quarantine.
 */
export async function submittedOf(database: Database, sittingId: number): Promise<Set<number>> {
  const { rows } = await reading("submitted", () =>
    database.execute<{ id: number }>(sql`
      SELECT DISTINCT s.candidate_id AS id FROM answer_log s
      WHERE s.sitting_id = ${sittingId} AND s.kind = 'submit' AND ${isSubmitted(sittingId, sql`s.candidate_id`)}`),
  );
  return new Set(rows.map((row) => row.id));
}

/** Served by the primary keys, by `answer_log_submit` (submits alone) and by `quarantine_candidate`. */
export const isSubmitted = (sittingId: number, candidateId: ReturnType<typeof sql>) => sql`(
  EXISTS (
    SELECT FROM (
      SELECT e.epoch, e.d2 FROM candidate_epoch e
      WHERE e.sitting_id = ${sittingId} AND e.candidate_id = ${candidateId} AND e.head > 0
      ORDER BY e.epoch DESC LIMIT 1
    ) newest
    JOIN answer_log l ON l.sitting_id = ${sittingId} AND l.candidate_id = ${candidateId}
      AND l.epoch = newest.epoch AND l.kind = 'submit' AND l.seq <= newest.d2
  ) AND NOT EXISTS (
    SELECT FROM candidate_epoch g
    WHERE g.sitting_id = ${sittingId} AND g.candidate_id = ${candidateId} AND g.head > g.d2
  ) AND NOT EXISTS (
    SELECT FROM quarantine q
    WHERE q.sitting_id = ${sittingId} AND q.candidate_id = ${candidateId} AND q.ruled_at IS NULL
  ))`;
