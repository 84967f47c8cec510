/** Staff accounts as an import and an administrator change them. Call inside a transaction. */
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { StaffToStore, StoredStaff } from "#domain/exam/staff-plan";
import { account, accountRoom } from "#postgres/schema/staff";

export interface Credentials {
  readonly passwordHash: string;
  /** Sealed; null for roles without a second factor. */
  readonly secondFactor: Buffer | null;
}

/** Accounts of the exam and of every exam, and those with one of these logins, whatever exam they are of. */
export async function storedStaff(
  db: NodePgDatabase,
  examId: number,
  logins: readonly string[],
): Promise<StoredStaff[]> {
  const { rows } = await db.execute<StoredStaff & Record<string, unknown>>(sql`
    SELECT a.id, a.login, a.name, a.role, a.exam_id AS "examId", a.centre_id AS "centreId",
      ARRAY(SELECT r.room_id FROM ${accountRoom} r WHERE r.account_id = a.id ORDER BY 1) AS "roomIds",
      a.disabled_at IS NOT NULL AS disabled, a.second_factor IS NOT NULL AS "hasSecondFactor"
    FROM ${account} a
    WHERE a.exam_id = ${examId} OR a.exam_id IS NULL OR a.login = ANY(${sql.param([...logins])}::text[])
    ORDER BY a.login`);
  return rows;
}

/** Makes an account; resolves to its id. */
export async function insertAccount(
  db: NodePgDatabase,
  examId: number,
  staff: StaffToStore,
  credentials: Credentials,
): Promise<number> {
  const { login, name, role, centreId, roomIds } = staff;
  const [made] = await db
    .insert(account)
    .values({ examId: role === "operator" ? null : examId, login, name, role, centreId, ...credentials })
    .returning({ id: account.id });
  if (!made) throw new Error("an account was not made");
  await replaceRooms(db, made.id, roomIds);
  return made.id;
}

/** Gives an account another name, role, centre and rooms. A second factor goes with the role that needs it. */
export async function updateAccount(
  db: NodePgDatabase,
  id: number,
  { name, role, centreId, roomIds }: StaffToStore,
  keepsSecondFactor: boolean,
): Promise<void> {
  await db
    .update(account)
    .set({ name, role, centreId, ...(keepsSecondFactor ? {} : { secondFactor: null }) })
    .where(eq(account.id, id));
  await replaceRooms(db, id, roomIds);
}

async function replaceRooms(db: NodePgDatabase, accountId: number, roomIds: readonly number[]): Promise<void> {
  await db.delete(accountRoom).where(eq(accountRoom.accountId, accountId));
  if (roomIds.length > 0) await db.insert(accountRoom).values(roomIds.map((roomId) => ({ accountId, roomId })));
}

/** New credentials; a disabled account is in force again. */
export async function resetCredentials(db: NodePgDatabase, id: number, credentials: Credentials): Promise<void> {
  await db
    .update(account)
    .set({ ...credentials, disabledAt: null })
    .where(eq(account.id, id));
}

/** Nobody signs in with these any more; what they did keeps their name. */
export async function disableAccounts(db: NodePgDatabase, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(sql`UPDATE ${account} SET disabled_at = coalesce(disabled_at, now())
    WHERE id = ANY(${sql.param([...ids])}::int[])`);
}

/** Frees accounts of the one exam that they were made for. Resolves to the ids of those that were bound to one. */
export async function serveEveryExam(db: NodePgDatabase, logins: readonly string[]): Promise<number[]> {
  const freed = await db
    .update(account)
    .set({ examId: null })
    .where(and(inArray(account.login, ["", ...logins]), isNotNull(account.examId)))
    .returning({ id: account.id });
  return freed.map(({ id }) => id);
}

/** Whether an exam has accounts with a password: people can sign in to its consoles. */
export async function hasStaff(db: NodePgDatabase, examId: number): Promise<boolean> {
  const found = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.examId, examId), isNotNull(account.passwordHash)))
    .limit(1);
  return found.length > 0;
}
