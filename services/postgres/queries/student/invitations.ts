/** Accounts for the students of a population, with the mails that let them choose a password. */
import { and, eq, isNull } from "drizzle-orm";
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
/** Everybody who has not chosen a password yet is invited, also those who were before: all of it or nothing. */
export const inviteStudents = (database: Database, populationId: number, nowMs: number): Promise<Invited> =>
  reading(
    "invitations",
    () =>
      database.transaction(async (tx) => {
        const made = await makeAccounts(tx, populationId);
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
