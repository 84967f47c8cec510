/** Who saw what of whom. */
import { sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { accessLog } from "#postgres/schema/student";

export interface Access {
  readonly atMs: number;
  /** Name and role of a member of staff, or `student`. */
  readonly who: string;
  readonly personId: number | null;
  readonly competitionId: number | null;
  /** Of an exam whose anonymity was lifted; else nothing. */
  readonly examId?: number | null;
  readonly what: string;
}
/** One parameter, whatever the number: thousands of rows a second are written beside those who are looking. */
export const writeAccess = (database: Database, accesses: readonly Access[]): Promise<void> =>
  accesses.length === 0
    ? Promise.resolve()
    : reading(
        "access log",
        async () =>
          void (await database.execute(sql`
            INSERT INTO ${accessLog} (at_ms, who, person_id, competition_id, exam_id, what)
            SELECT "atMs", who, "personId", "competitionId", "examId", what
            FROM json_to_recordset(${JSON.stringify(accesses)}::json) AS seen
              ("atMs" bigint, who text, "personId" int, "competitionId" int, "examId" int, what text)`)),
      );

export interface SeenBy {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
  /** In a list of everybody of a competition that the person is in. */
  readonly inList: boolean;
}
/** Who of the staff has seen something of this person, the newest first. */
export async function seenBy(database: Database, personId: number, limit = 300): Promise<SeenBy[]> {
  const { rows } = await reading("access log", () =>
    database.execute<{ atMs: string; who: string; what: string; inList: boolean }>(sql`
      SELECT at_ms AS "atMs", who, what, in_list AS "inList" FROM (
        SELECT id, at_ms, who, what, false AS in_list FROM access_log WHERE person_id = ${personId} AND who <> 'student'
        UNION ALL
        SELECT id, at_ms, who, what, true FROM access_log
        WHERE person_id IS NULL AND who <> 'student'
        AND competition_id IN (SELECT e.competition_id FROM enrolment e WHERE e.person_id = ${personId})
      ) AS seen ORDER BY id DESC LIMIT ${limit}`),
  );
  return rows.map(({ atMs, ...own }) => ({ ...own, atMs: Number(atMs) }));
}
/** How often the student has looked, and when last. */
export async function ownLooks(
  database: Database,
  personId: number,
): Promise<{ readonly count: number; readonly lastAtMs: number | null }> {
  const { rows } = await reading("access log", () =>
    database.execute<{ count: number; last: string | null }>(sql`
      SELECT count(*)::int AS count, max(at_ms) AS last FROM access_log WHERE person_id = ${personId} AND who = 'student'`),
  );
  const [row] = rows;
  return { count: row?.count ?? 0, lastAtMs: row?.last == null ? null : Number(row.last) };
}
