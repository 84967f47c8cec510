/** Staff accounts, for sign-in and for consoles. */
import { and, asc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { StaffAccount } from "#domain/staff/account";
import { type Database, reading } from "#postgres/queries/reading";
import { account, accountRoom } from "#postgres/schema/staff";

export interface StoredAccount {
  readonly account: StaffAccount;
  /** argon2id, PHC string; null until one was set: nobody signs in. */
  readonly passwordHash: string | null;
  /** Sealed secret of the authenticator (runtime/second-factor.ts); null where none was given. */
  readonly secondFactor: Buffer | null;
  readonly disabled: boolean;
}

/** Logins are told apart without regard to case, and stored in lower case. */
export const loginOf = (typed: string): string => typed.trim().normalize("NFC").toLowerCase();

async function accountsWhere(database: Database, condition: SQL | undefined): Promise<StoredAccount[]> {
  const rooms = sql<number[]>`ARRAY(SELECT r.room_id FROM ${accountRoom} r WHERE r.account_id = account.id ORDER BY 1)`;
  const rows = await reading("accounts", () =>
    database
      .select({
        account: {
          id: account.id,
          login: account.login,
          name: account.name,
          role: account.role,
          examId: account.examId,
          centreId: account.centreId,
          roomIds: rooms,
        },
        passwordHash: account.passwordHash,
        secondFactor: account.secondFactor,
        disabled: sql<boolean>`${account.disabledAt} IS NOT NULL`,
      })
      .from(account)
      .where(condition)
      .orderBy(asc(account.login)),
  );
  return rows;
}

/** The account with this login, as a person types it, or null. */
export const findAccount = async (database: Database, login: string): Promise<StoredAccount | null> =>
  (await accountsWhere(database, eq(account.login, loginOf(login))))[0] ?? null;

export const accountById = async (database: Database, id: number): Promise<StoredAccount | null> =>
  (await accountsWhere(database, eq(account.id, id)))[0] ?? null;

/** Everybody who works on an exam, operators included, disabled ones too, by login. */
export const staffOf = (database: Database, examId: number): Promise<StoredAccount[]> =>
  accountsWhere(database, or(eq(account.examId, examId), isNull(account.examId)));

/** Replaces a password; false when there is no such account in force. */
export async function setPassword(database: Database, accountId: number, passwordHash: string): Promise<boolean> {
  const changed = await reading("password", () =>
    database
      .update(account)
      .set({ passwordHash })
      .where(and(eq(account.id, accountId), isNull(account.disabledAt)))
      .returning({ id: account.id }),
  );
  return changed.length > 0;
}
