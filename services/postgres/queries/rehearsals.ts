/** What tablets measured in rehearsals. */
import { and, count, eq, sql } from "drizzle-orm";
import { RehearsalReport } from "#contracts/http/rehearsal";
import type { TabletResult } from "#domain/sitting/rehearsal-verdict";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate, sitting } from "#postgres/schema/exam";
import { rehearsalReport } from "#postgres/schema/rehearsal";

export interface ReportToKeep {
  readonly sittingId: number;
  readonly candidateId: number;
  readonly deviceId: string;
  readonly roomId: number;
  readonly report: RehearsalReport;
}

/**
 * Keeps the last report of a tablet; an older one that comes late changes nothing. False where the sitting is no rehearsal:
 * then nothing is kept. Rejects with StoreTrouble.
 */
export async function keepReport(database: Database, kept: ReportToKeep): Promise<boolean> {
  const { candidateId, deviceId, report, roomId, sittingId } = kept;
  const { rowCount } = await reading("rehearsal report", () =>
    database.execute(sql`
      WITH rehearsal AS (SELECT id FROM ${sitting} WHERE id = ${sittingId} AND rehearsal <> 0), kept AS (
        INSERT INTO ${rehearsalReport} AS known (sitting_id, candidate_id, device_id, room_id, report)
        SELECT id, ${candidateId}, ${deviceId}, ${roomId}, ${JSON.stringify(report)}::jsonb FROM rehearsal
        ON CONFLICT (sitting_id, candidate_id, device_id) DO UPDATE
          SET room_id = excluded.room_id, report = excluded.report, received_at = now()
          WHERE (known.report ->> 'atMs')::bigint <= (excluded.report ->> 'atMs')::bigint)
      SELECT id FROM rehearsal`),
  );
  return rowCount === 1;
}

/** A tablet's last report, as the verdict of its room takes it. */
export interface StoredResult extends TabletResult {
  readonly sittingId: number;
  readonly deviceId: string;
  /** When it came, ms. */
  readonly atMs: number;
  readonly report: RehearsalReport;
}

const ROW = {
  sittingId: rehearsalReport.sittingId,
  candidateId: rehearsalReport.candidateId,
  deviceId: rehearsalReport.deviceId,
  roomId: rehearsalReport.roomId,
  report: rehearsalReport.report,
  receivedAt: rehearsalReport.receivedAt,
};

export async function reportsOfSitting(database: Database, sittingId: number): Promise<StoredResult[]> {
  const rows = await reading("rehearsal reports", () =>
    database
      .select(ROW)
      .from(rehearsalReport)
      .where(eq(rehearsalReport.sittingId, sittingId))
      .orderBy(rehearsalReport.roomId, rehearsalReport.candidateId, rehearsalReport.receivedAt),
  );
  return rows.map(resultOf);
}

/** Of each room the reports of the newest rehearsal in which its tablets played. */
export async function newestReports(database: Database, roomIds: readonly number[]): Promise<StoredResult[]> {
  if (roomIds.length === 0) return [];
  const newest = database
    .select({
      roomId: rehearsalReport.roomId,
      sittingId: sql<number>`max(${rehearsalReport.sittingId})`.as("newest_sitting_id"),
    })
    .from(rehearsalReport)
    .where(sql`${rehearsalReport.roomId} = ANY(${sql.param(roomIds)})`)
    .groupBy(rehearsalReport.roomId)
    .as("newest");
  const rows = await reading("rehearsal reports", () =>
    database
      .select(ROW)
      .from(rehearsalReport)
      .innerJoin(
        newest,
        and(eq(newest.roomId, rehearsalReport.roomId), eq(newest.sittingId, rehearsalReport.sittingId)),
      ),
  );
  return rows.map(resultOf);
}

/** Candidates of each room. */
export async function candidatesByRoom(database: Database, examId: number): Promise<ReadonlyMap<number, number>> {
  const rows = await reading("candidates by room", () =>
    database
      .select({ roomId: candidate.roomId, candidates: count() })
      .from(candidate)
      .where(eq(candidate.examId, examId))
      .groupBy(candidate.roomId),
  );
  return new Map(rows.flatMap(({ candidates, roomId }) => (roomId === null ? [] : [[roomId, candidates] as const])));
}

/** A report that an older build wrote in another shape is a defect of this one, and is told. */
function resultOf(row: {
  sittingId: number;
  candidateId: number;
  deviceId: string;
  roomId: number;
  report: unknown;
  receivedAt: Date;
}): StoredResult {
  const { candidateId, deviceId, receivedAt, roomId, sittingId } = row;
  const report = RehearsalReport.parse(row.report);
  const { durableMs, longestGapMs, longTasks, paintedMs, receivedMs, reconnects, state } = report;
  return {
    ...{ sittingId, candidateId, deviceId, roomId, report, atMs: receivedAt.getTime() },
    ...{ durableMs, longestGapMs, longTasks, paintedMs, receivedMs, reconnects, state },
  };
}
