/** Operators' tokens for rehearsals. What is stored proves a token and cannot make one. */
import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { rehearsalToken } from "#postgres/schema/rehearsal-record";

export interface RehearsalToken {
  readonly id: number;
  readonly name: string;
  readonly madeBy: string;
  /** ms; null: never, or not yet. */
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  readonly lastUsedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Makes a token and returns it in clear, this once. */
export async function makeToken(
  database: Database,
  of: { readonly name: string; readonly madeBy: string; readonly expiresAtMs: number },
): Promise<{ readonly id: number; readonly token: string }> {
  const token = `amphi_${randomBytes(32).toString("base64url")}`;
  const { expiresAtMs, madeBy, name } = of;
  const [made] = await reading("rehearsal token", () =>
    database
      .insert(rehearsalToken)
      .values({ name, madeBy, tokenHash: hashOf(token), expiresAt: new Date(expiresAtMs) })
      .returning({ id: rehearsalToken.id }),
  );
  if (!made) throw new Error("a token was not made");
  return { id: made.id, token };
}

const LISTED_MAX = 200;
/** The newest first, revoked and expired ones too. */
export async function listTokens(database: Database): Promise<RehearsalToken[]> {
  const rows = await reading("rehearsal tokens", () =>
    database.select().from(rehearsalToken).orderBy(desc(rehearsalToken.id)).limit(LISTED_MAX),
  );
  return rows.map(tokenOf);
}

/** The token in force at `nowMs`, noted as used then; null: unknown, revoked or expired. */
export async function useToken(database: Database, token: string, nowMs: number): Promise<RehearsalToken | null> {
  const now = new Date(nowMs);
  const [found] = await reading("rehearsal token", () =>
    database
      .update(rehearsalToken)
      .set({ lastUsedAt: now })
      .where(
        and(
          eq(rehearsalToken.tokenHash, hashOf(token)),
          isNull(rehearsalToken.revokedAt),
          sql`${rehearsalToken.expiresAt} > ${now.toISOString()}`,
        ),
      )
      .returning(),
  );
  return found ? tokenOf(found) : null;
}

/** False: there is no such token. Revoked again it stays revoked since the first time. */
export async function revokeToken(database: Database, id: number): Promise<boolean> {
  const revoked = await reading("rehearsal token", () =>
    database
      .update(rehearsalToken)
      .set({ revokedAt: sql`coalesce(${rehearsalToken.revokedAt}, now())` })
      .where(eq(rehearsalToken.id, id))
      .returning({ id: rehearsalToken.id }),
  );
  return revoked.length > 0;
}

function tokenOf(row: typeof rehearsalToken.$inferSelect): RehearsalToken {
  const { expiresAt, id, lastUsedAt, madeAt, madeBy, name, revokedAt } = row;
  return {
    ...{ id, name, madeBy, madeAtMs: madeAt.getTime(), expiresAtMs: expiresAt.getTime() },
    ...{ lastUsedAtMs: lastUsedAt?.getTime() ?? null, revokedAtMs: revokedAt?.getTime() ?? null },
  };
}
