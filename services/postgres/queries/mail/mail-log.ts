/** The queue of mails as its own log: what became of each, by recipient, and trying again by hand. */
import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { MAIL_STATES, type MailKind, type MailState } from "#domain/mail/mail";
import { type Database, reading } from "#postgres/queries/reading";
import { mail } from "#postgres/schema/mail";

/** Mails of a competition, and invitations and links to choose a password that its students were sent. */
const ofCompetition = (competitionId: number): SQL | undefined =>
  or(
    eq(mail.competitionId, competitionId),
    sql`(${mail.competitionId} IS NULL AND ${mail.accountId} IN (
      SELECT s.account_id FROM student_account_person s JOIN enrolment e ON e.person_id = s.person_id
      WHERE e.competition_id = ${competitionId}))`,
  );
/** To a person: by the account, or by the address that the office knows. */
const toPerson = (personId: number): SQL =>
  sql`(${mail.accountId} IN (SELECT s.account_id FROM student_account_person s WHERE s.person_id = ${personId})
    OR (${mail.accountId} IS NULL AND ${mail.recipient} = (SELECT lower(p.mail) FROM person p WHERE p.id = ${personId})))`;
/** Part of the address, of the name or of the student number. */
function found(search: string): SQL | undefined {
  if (search === "") return undefined;
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(${mail.recipient} ILIKE ${like} OR ${mail.accountId} IN (
    SELECT s.account_id FROM student_account_person s JOIN person p ON p.id = s.person_id
    WHERE p.student_number ILIKE ${like} OR p.family_name || ' ' || p.given_name ILIKE ${like}))`;
}

export interface LoggedMail {
  readonly id: number;
  readonly kind: MailKind;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly queuedAtMs: number;
  readonly dueAtMs: number;
  readonly sentAtMs: number | null;
  readonly said: string | null;
}
export interface MailsSought {
  readonly state?: MailState | null;
  readonly search?: string;
  readonly personId?: number;
  /** Older than this one. */
  readonly beforeId?: number | null;
  readonly limit?: number;
}
/** Newest first. */
export const mailsOf = (database: Database, competitionId: number, sought: MailsSought = {}): Promise<LoggedMail[]> =>
  reading("mails", () =>
    database
      .select({
        ...{ id: mail.id, kind: mail.kind, recipient: mail.recipient, subject: mail.subject, body: mail.body },
        ...{ state: mail.state, attempts: mail.attempts, queuedAtMs: mail.queuedAtMs, dueAtMs: mail.dueAtMs },
        ...{ sentAtMs: mail.sentAtMs, said: mail.said },
      })
      .from(mail)
      .where(
        and(
          ofCompetition(competitionId),
          sought.state ? eq(mail.state, sought.state) : undefined,
          sought.personId === undefined ? undefined : toPerson(sought.personId),
          found(sought.search ?? ""),
          sought.beforeId == null ? undefined : lt(mail.id, sought.beforeId),
        ),
      )
      .orderBy(desc(mail.id))
      .limit(sought.limit ?? 500),
  );

export async function mailCounts(database: Database, competitionId: number): Promise<Record<MailState, number>> {
  const rows = await reading("mails", () =>
    database
      .select({ state: mail.state, count: sql<number>`count(*)::int` })
      .from(mail)
      .where(ofCompetition(competitionId))
      .groupBy(mail.state),
  );
  const count = (state: MailState) => rows.find((one) => one.state === state)?.count ?? 0;
  return Object.fromEntries(MAIL_STATES.map((state) => [state, count(state)])) as Record<MailState, number>;
}

/** Id of the last mail that an office wrote to many; 0: none. */
export async function lastOfficeMail(database: Database, competitionId: number): Promise<number> {
  const [row] = await database
    .select({ id: sql<number>`coalesce(max(${mail.id}), 0)::int` })
    .from(mail)
    .where(and(eq(mail.competitionId, competitionId), eq(mail.kind, "office")));
  return row?.id ?? 0;
}

/**
 * Mails that wait for their next attempt are tried now, those that were given up begin again; `ids` null: all that were
 * given up. What a newer mail has replaced is left as it is: it would tell what is no longer so. Resolves to how many.
 */
export async function mailsAgain(
  database: Database,
  competitionId: number,
  ids: readonly number[] | null,
  nowMs: number,
): Promise<number> {
  const changed = await reading("mail", () =>
    database
      .update(mail)
      .set({
        attempts: sql`CASE WHEN ${mail.state} = 'given_up' THEN 0 ELSE ${mail.attempts} END`,
        ...{ state: "queued", dueAtMs: nowMs },
      })
      .where(
        and(
          ofCompetition(competitionId),
          ids === null
            ? eq(mail.state, "given_up")
            : and(inArray(mail.id, [0, ...ids]), inArray(mail.state, ["given_up", "queued"])),
          sql`NOT EXISTS (SELECT FROM mail m WHERE m.newest_of = mail.newest_of AND m.id > mail.id)`,
        ),
      )
      .returning({ id: mail.id }),
  );
  return changed.length;
}
