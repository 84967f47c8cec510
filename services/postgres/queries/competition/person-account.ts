import { eq } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { studentAccount, studentAccountPerson } from "#postgres/schema/student";

/** `waiting`: neither a password nor a user of CAS yet. Null: no account. */
export async function accountOfPerson(
  database: Database,
  personId: number,
): Promise<{ login: string; state: "ready" | "waiting" | "closed" } | null> {
  const { casUser, disabledAt, login, passwordHash } = studentAccount;
  const [row] = await reading("account", () =>
    database
      .select({ login, casUser, disabledAt, passwordHash })
      .from(studentAccount)
      .innerJoin(studentAccountPerson, eq(studentAccountPerson.accountId, studentAccount.id))
      .where(eq(studentAccountPerson.personId, personId)),
  );
  if (!row) return null;
  const ready = row.passwordHash !== null || row.casUser !== null;
  return { login: row.login, state: row.disabledAt !== null ? "closed" : ready ? "ready" : "waiting" };
}
