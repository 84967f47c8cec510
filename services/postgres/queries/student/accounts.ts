/** Students' accounts, and links that let somebody choose a password. */
import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { MailLanguage } from "#domain/mail/mail-text";
import {
  LINK_LIVES_MS,
  type LinkKind,
  type PasswordLink,
  type StudentAccount,
  studentLogin,
} from "#domain/student/account";
import { type Database, reading } from "#postgres/queries/reading";
import { person } from "#postgres/schema/competition";
import { passwordLink, studentAccount, studentAccountPerson } from "#postgres/schema/student";

export interface StoredStudent {
  readonly account: StudentAccount;
  readonly language: MailLanguage;
  /** Null: none was chosen yet. */
  readonly passwordHash: string | null;
  readonly disabled: boolean;
}

async function studentWhere(database: Database, condition: SQL | undefined): Promise<StoredStudent | null> {
  const persons = sql<
    number[]
  >`ARRAY(SELECT p.person_id FROM ${studentAccountPerson} p WHERE p.account_id = student_account.id ORDER BY 1)`;
  const [row] = await reading("student", () =>
    database
      .select({
        account: { id: studentAccount.id, login: studentAccount.login, name: studentAccount.name, personIds: persons },
        language: studentAccount.language,
        passwordHash: studentAccount.passwordHash,
        disabled: sql<boolean>`${studentAccount.disabledAt} IS NOT NULL`,
      })
      .from(studentAccount)
      .where(condition),
  );
  return row ?? null;
}

/** `login`: see studentLogin. */
export const studentByLogin = (database: Database, login: string): Promise<StoredStudent | null> =>
  studentWhere(database, eq(studentAccount.login, login));
export const studentById = (database: Database, id: number): Promise<StoredStudent | null> =>
  studentWhere(database, eq(studentAccount.id, id));

/** The account that a CAS server's user is bound to. Nothing that the server says besides makes one. */
export const studentByCas = (database: Database, server: string, user: string): Promise<StoredStudent | null> =>
  studentWhere(database, and(eq(studentAccount.casServer, server), eq(studentAccount.casUser, user)));

/**
 * Binds a CAS user to the account of the student with this number, who must be in one of the server's populations, be one
 * person there and be bound to nobody yet. Null: there is no such student.
 */
export async function bindCas(
  database: Database,
  cas: { readonly server: string; readonly user: string; readonly populations: readonly string[] },
  studentNumber: string,
): Promise<StoredStudent | null> {
  const { rows } = await reading("student", () =>
    database.execute<{ id: number }>(sql`
      UPDATE student_account SET cas_server = ${cas.server}, cas_user = ${cas.user}
      WHERE cas_user IS NULL AND disabled_at IS NULL AND id = (
        SELECT min(sp.account_id) FROM person p
        JOIN population u ON u.id = p.population_id AND u.code = ANY(${sql.param([...cas.populations])}::text[])
        JOIN student_account_person sp ON sp.person_id = p.id
        WHERE p.student_number = ${studentNumber}
        HAVING count(DISTINCT sp.account_id) = 1)
      RETURNING id`),
  );
  const [bound] = rows;
  return bound ? studentById(database, bound.id) : null;
}

export async function setStudentPassword(database: Database, accountId: number, hash: string): Promise<boolean> {
  const changed = await reading("password", () =>
    database
      .update(studentAccount)
      .set({ passwordHash: hash })
      .where(and(eq(studentAccount.id, accountId), isNull(studentAccount.disabledAt)))
      .returning({ id: studentAccount.id }),
  );
  return changed.length > 0;
}
export const setStudentLanguage = (database: Database, accountId: number, language: MailLanguage) =>
  reading("language", () => database.update(studentAccount).set({ language }).where(eq(studentAccount.id, accountId)));

const sha256 = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Makes a link; its token is in clear here, and nowhere afterwards. */
export async function makeLink(database: Database, accountId: number, kind: LinkKind, nowMs: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await reading("link", () =>
    database
      .insert(passwordLink)
      .values({ tokenSha256: sha256(token), accountId, kind, expiresAtMs: nowMs + LINK_LIVES_MS[kind] }),
  );
  return token;
}

export async function linkOf(
  database: Database,
  token: string,
): Promise<(PasswordLink & { readonly student: StoredStudent }) | null> {
  const [row] = await reading("link", () =>
    database
      .select()
      .from(passwordLink)
      .where(eq(passwordLink.tokenSha256, sha256(token))),
  );
  const student = row ? await studentById(database, row.accountId) : null;
  return row && student && !student.disabled ? { ...row, student } : null;
}

/** Takes a link and sets the password with it; every other link of the account ends too. False: it was taken meanwhile. */
export const useLink = (database: Database, token: string, hash: string, nowMs: number): Promise<boolean> =>
  reading("link", () =>
    database.transaction(async (tx) => {
      const [taken] = await tx
        .update(passwordLink)
        .set({ usedAtMs: nowMs })
        .where(and(eq(passwordLink.tokenSha256, sha256(token)), isNull(passwordLink.usedAtMs)))
        .returning({ accountId: passwordLink.accountId });
      if (!taken) return false;
      await tx.update(studentAccount).set({ passwordHash: hash }).where(eq(studentAccount.id, taken.accountId));
      await tx
        .update(passwordLink)
        .set({ usedAtMs: nowMs })
        .where(and(eq(passwordLink.accountId, taken.accountId), isNull(passwordLink.usedAtMs)));
      return true;
    }),
  );

export interface AccountsMade {
  /** New accounts, whose owners are to be invited. */
  readonly made: readonly number[];
  /** Persons who were joined to an account of the same address. */
  readonly joined: number;
  readonly withoutMail: number;
  /** Persons whose address is that of somebody else with another name: nothing was done. */
  readonly doubtful: readonly string[];
}

/**
 * An account for everybody of a population, or for `personId` alone, who has a mail address and none yet. A person of another
 * year with the same address and name is the same student.
 */
export const makeAccounts = (
  database: Database,
  populationId: number,
  personId: number | null = null,
): Promise<AccountsMade> =>
  reading(
    "accounts",
    () =>
      database.transaction(async (tx) => {
        const lacking = await tx
          .select({
            ...{ id: person.id, number: person.studentNumber, mail: person.mail },
            name: sql<string>`${person.givenName} || ' ' || ${person.familyName}`,
          })
          .from(person)
          .leftJoin(studentAccountPerson, eq(studentAccountPerson.personId, person.id))
          .where(
            and(
              eq(person.populationId, populationId),
              personId === null ? undefined : eq(person.id, personId),
              isNull(studentAccountPerson.personId),
            ),
          )
          .orderBy(person.id);
        const made: number[] = [];
        const doubtful: string[] = [];
        let [joined, withoutMail] = [0, 0];
        for (const { id, mail, name, number } of lacking) {
          const login = studentLogin(mail);
          if (login === "") {
            withoutMail++;
            continue;
          }
          const known = await studentByLogin(tx, login);
          if (known !== null && known.account.name !== name) {
            doubtful.push(number);
            continue;
          }
          const accountId = known?.account.id ?? (await insertAccount(tx, login, name));
          await tx.insert(studentAccountPerson).values({ personId: id, accountId });
          if (known === null) made.push(accountId);
          else joined++;
        }
        return { made, joined, withoutMail, doubtful };
      }),
    60_000,
  );

async function insertAccount(database: Database, login: string, name: string): Promise<number> {
  const [row] = await database.insert(studentAccount).values({ login, name }).returning({ id: studentAccount.id });
  if (!row) throw new Error("an account was not made");
  return row.id;
}
