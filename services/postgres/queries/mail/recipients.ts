/** Students of a competition, and where mails reach them. */
import { and, asc, eq, isNull, sql } from "drizzle-orm";
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

/** Everybody who is registered, also without an account: then mails go to the address that the office knows. */
export interface Addressee {
  readonly personId: number;
  readonly studentNumber: string;
  readonly name: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly programmes: readonly string[];
  readonly accountId: number | null;
  /** "": there is none, or the account is closed. */
  readonly recipient: string;
  readonly language: MailLanguage;
}
/** By student number. */
export const addresseesOf = (database: Database, competitionId: number): Promise<Addressee[]> =>
  reading("addressees", () =>
    database
      .select({
        ...{ personId: person.id, studentNumber: person.studentNumber, accountId: studentAccount.id },
        ...{ identity: enrolment.identity, programmes: enrolment.programmes },
        name: sql<string>`coalesce(${studentAccount.name}, trim(${person.givenName} || ' ' || ${person.familyName}))`,
        recipient: sql<string>`CASE WHEN ${studentAccount.disabledAt} IS NOT NULL THEN ''
          ELSE coalesce(${studentAccount.login}, lower(${person.mail})) END`,
        language: sql<MailLanguage>`coalesce(${studentAccount.language}, 'fr')`,
      })
      .from(enrolment)
      .innerJoin(person, eq(person.id, enrolment.personId))
      .leftJoin(studentAccountPerson, eq(studentAccountPerson.personId, person.id))
      .leftJoin(studentAccount, eq(studentAccount.id, studentAccountPerson.accountId))
      .where(eq(enrolment.competitionId, competitionId))
      .orderBy(asc(person.studentNumber)),
  );
