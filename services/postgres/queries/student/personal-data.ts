/** What is kept of one student: handed out, and erased as far as the law lets it. */
import { sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";

/**
 * Everything by table, as the student may have it; null: there is no such student. Left out is what opens the account
 * (password, links), and what others wrote about their own work.
 */
export async function personalData(database: Database, populationId: number, studentNumber: string) {
  const { rows } = await reading(
    "personal data",
    () =>
      database.execute<{ data: Record<string, unknown> }>(sql`
        SELECT jsonb_build_object(
          'person', to_jsonb(p),
          'account', (SELECT jsonb_build_object('login', a.login, 'name', a.name, 'language', a.language,
              'casServer', a.cas_server, 'casUser', a.cas_user, 'disabledAt', a.disabled_at, 'createdAt', a.created_at)
            FROM student_account a JOIN student_account_person s ON s.account_id = a.id AND s.person_id = p.id),
          'enrolments', (SELECT jsonb_agg(to_jsonb(e) || jsonb_build_object('competition', c.slug))
            FROM enrolment e JOIN competition c ON c.id = e.competition_id WHERE e.person_id = p.id),
          'marks', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM mark_change m WHERE m.person_id = p.id),
          'wishes', (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.competition_id, w.version) FROM wish_change w WHERE w.person_id = p.id),
          'results', (SELECT jsonb_agg(jsonb_build_object('publication', r.publication_id, 'result', r.result::jsonb))
            FROM prepared_result r WHERE r.person_id = p.id),
          'answers', (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM seat_answer a WHERE a.person_id = p.id),
          'mails', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM mail m
            WHERE m.account_id IN (SELECT s.account_id FROM student_account_person s WHERE s.person_id = p.id)
            OR (m.account_id IS NULL AND m.recipient = lower(nullif(p.mail, '')))),
          'seenBy', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM access_log l WHERE l.person_id = p.id)
        ) AS data
        FROM person p WHERE p.population_id = ${populationId} AND p.student_number = ${studentNumber}`),
    60_000,
  );
  return rows[0]?.data ?? null;
}

export interface Erased {
  readonly personId: number;
  readonly mails: number;
  readonly accountGone: boolean;
}
/**
 * Takes a student's name, address, account and mails away. Numbers, marks, wishes, results and answers stay, by number:
 * they are the legal record that ranks and admissions of others rest on. Null: there is no such student.
 */
export const erasePerson = (database: Database, populationId: number, studentNumber: string): Promise<Erased | null> =>
  reading("erasure", () =>
    database.transaction(async (tx) => {
      // Mails from before there was an account went to the address alone.
      const addressed = await tx.execute(sql`
        DELETE FROM mail m USING person p WHERE p.population_id = ${populationId} AND p.student_number = ${studentNumber}
        AND m.account_id IS NULL AND m.recipient = lower(nullif(p.mail, ''))`);
      const found = await tx.execute<{ id: number }>(sql`
        UPDATE person SET family_name = '', given_name = '', mail = ''
        WHERE population_id = ${populationId} AND student_number = ${studentNumber} RETURNING id`);
      const personId = found.rows[0]?.id;
      if (personId === undefined) return null;
      const mails = await tx.execute(sql`
        DELETE FROM mail WHERE account_id IN (SELECT account_id FROM student_account_person WHERE person_id = ${personId})`);
      const joined = await tx.execute<{ id: number }>(sql`
        DELETE FROM student_account_person WHERE person_id = ${personId} RETURNING account_id AS id`);
      // Of somebody who is a person of another year too, the account stays with that one.
      const gone = await tx.execute(sql`
        DELETE FROM student_account a WHERE a.id = ${joined.rows[0]?.id ?? 0}
        AND NOT EXISTS (SELECT FROM student_account_person s WHERE s.account_id = a.id)`);
      return {
        personId,
        mails: (addressed.rowCount ?? 0) + (mails.rowCount ?? 0),
        accountGone: (gone.rowCount ?? 0) > 0,
      };
    }),
  );

/** Kinds of data that are kept for a time alone; how many rows went. */
export async function forgetBefore(database: Database, kind: "access" | "mails", beforeMs: number): Promise<number> {
  const statement =
    kind === "access"
      ? sql`DELETE FROM access_log WHERE at_ms < ${beforeMs}`
      : sql`DELETE FROM mail WHERE state IN ('sent', 'caught', 'given_up') AND queued_at_ms < ${beforeMs}`;
  return (await reading("retention", () => database.execute(statement), 60_000)).rowCount ?? 0;
}
