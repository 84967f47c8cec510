/** Accounts for the students of a population, with the mails that let them choose a password. */
import { and, eq, isNull, sql } from "drizzle-orm";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import { filled } from "#domain/mail/mail-text";
import { LINK_LIVES_MS } from "#domain/student/account";
import { queueMails } from "#postgres/queries/mail/mails";
import { type Database, reading } from "#postgres/queries/reading";
import { type AccountsMade, makeAccounts } from "#postgres/queries/student/accounts";
import { person, population } from "#postgres/schema/competition";
import { studentAccount, studentAccountPerson } from "#postgres/schema/student";

export async function populationByCode(database: Database, code: string): Promise<number | null> {
  const [row] = await reading("population", () =>
    database.select({ id: population.id }).from(population).where(eq(population.code, code)),
  );
  return row?.id ?? null;
}

export interface Invited extends AccountsMade {
  readonly invited: number;
}
/**
 * Everybody who has not chosen a password yet is invited, also those who were before: all of it or nothing. `personId`: of
 * one alone.
 */
export const inviteStudents = (
  database: Database,
  populationId: number,
  nowMs: number,
  personId: number | null = null,
): Promise<Invited> =>
  reading(
    "invitations",
    () =>
      database.transaction(async (tx) => {
        const made = await makeAccounts(tx, populationId, personId);
        const waiting = await tx
          .selectDistinct({
            ...{ id: studentAccount.id, login: studentAccount.login, name: studentAccount.name },
            language: studentAccount.language,
          })
          .from(studentAccount)
          .innerJoin(studentAccountPerson, eq(studentAccountPerson.accountId, studentAccount.id))
          .innerJoin(person, eq(person.id, studentAccountPerson.personId))
          .where(
            and(
              eq(person.populationId, populationId),
              personId === null ? undefined : eq(person.id, personId),
              ...[
                isNull(studentAccount.passwordHash),
                isNull(studentAccount.casUser),
                isNull(studentAccount.disabledAt),
              ],
            ),
          );
        const days = String(LINK_LIVES_MS.invitation / 86_400_000);
        const mails = waiting.map(({ id, language, login, name }) => ({
          ...{ kind: "invitation" as const, accountId: id, competitionId: null, recipient: login },
          ...filled(BUILT_IN.invitation[language], { name, login, days }),
          ...{ newestOf: `invitation ${id}`, dueAtMs: nowMs },
        }));
        await queueMails(tx, mails, nowMs);
        return { ...made, invited: mails.length };
      }),
    60_000,
  );

/** How far a population has come with its accounts; each student counts once. */
export interface AccountCounts {
  readonly students: number;
  readonly withoutMail: number;
  /** Have an address and no account yet. */
  readonly withoutAccount: number;
  /** Have an account, and have neither chosen a password nor signed in by CAS. */
  readonly waiting: number;
  readonly ready: number;
}
export async function accountCounts(database: Database, populationId: number): Promise<AccountCounts> {
  const { rows } = await reading("accounts", () =>
    database.execute<{ [K in keyof AccountCounts]: number }>(sql`
      SELECT count(*)::int AS students,
        count(*) FILTER (WHERE a.id IS NULL AND trim(p.mail) = '')::int AS "withoutMail",
        count(*) FILTER (WHERE a.id IS NULL AND trim(p.mail) <> '')::int AS "withoutAccount",
        count(*) FILTER (WHERE a.id IS NOT NULL AND a.password_hash IS NULL AND a.cas_user IS NULL)::int AS waiting,
        count(*) FILTER (WHERE a.password_hash IS NOT NULL OR a.cas_user IS NOT NULL)::int AS ready
      FROM person p
      LEFT JOIN student_account_person s ON s.person_id = p.id
      LEFT JOIN student_account a ON a.id = s.account_id
      WHERE p.population_id = ${populationId}`),
  );
  return rows[0] ?? { students: 0, withoutMail: 0, withoutAccount: 0, waiting: 0, ready: 0 };
}
