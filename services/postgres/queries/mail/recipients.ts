/** Students of a competition who have an account: whom its mails go to. */
import { and, asc, eq, isNull } from "drizzle-orm";
import type { MailLanguage } from "#domain/mail/mail-text";
import { type Database, reading } from "#postgres/queries/reading";
import { enrolment, person } from "#postgres/schema/competition";
import { studentAccount, studentAccountPerson } from "#postgres/schema/student";

export interface Recipient {
  readonly personId: number;
  readonly studentNumber: string;
  readonly accountId: number;
  readonly login: string;
  readonly name: string;
  readonly language: MailLanguage;
}
/** By student number. */
export const recipientsOf = (database: Database, competitionId: number): Promise<Recipient[]> =>
  reading("recipients", () =>
    database
      .select({
        ...{ personId: person.id, studentNumber: person.studentNumber, accountId: studentAccount.id },
        ...{ login: studentAccount.login, name: studentAccount.name, language: studentAccount.language },
      })
      .from(enrolment)
      .innerJoin(person, eq(person.id, enrolment.personId))
      .innerJoin(studentAccountPerson, eq(studentAccountPerson.personId, person.id))
      .innerJoin(studentAccount, eq(studentAccount.id, studentAccountPerson.accountId))
      .where(and(eq(enrolment.competitionId, competitionId), isNull(studentAccount.disabledAt)))
      .orderBy(asc(person.studentNumber)),
  );
