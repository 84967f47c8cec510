/** Sign-in cards. Codes pass through here in clear only on their way to the printer; the database holds their HMAC. */
import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { candidate, card, centre, room } from "#postgres/schema/exam";

/** What is stored of a canonical code (domain/exam/card-code.ts); sign-in computes the same. */
export const cardHmac = (secret: Buffer, code: string): Buffer =>
  createHmac("sha256", secret).update(code, "ascii").digest();

export interface CardHolder {
  readonly candidateId: number;
  readonly familyName: string;
  readonly givenName: string;
  readonly studentNumber: string;
  readonly centreCode: string;
  readonly centreName: string;
  readonly roomCode: string;
  readonly roomName: string;
  readonly seat: string;
  readonly extraTimeNumerator: number;
  readonly extraTimeDenominator: number;
  /** A card in force exists. */
  readonly hasCard: boolean;
}

/** Candidates of an exam, or of one of its rooms, by centre and room; seats are ordered as people count (2 before 10). */
export async function cardHolders(
  db: NodePgDatabase,
  examId: number,
  roomIds: readonly number[] | null,
): Promise<CardHolder[]> {
  const onlyRooms = roomIds === null ? sql`` : sql`AND c.room_id = ANY(${sql.param([...roomIds])}::int[])`;
  const found = await db.execute<CardHolder & Record<string, unknown>>(sql`
    SELECT c.id AS "candidateId", c.family_name AS "familyName", c.given_name AS "givenName",
      c.student_number AS "studentNumber", z.code AS "centreCode", z.name AS "centreName",
      r.code AS "roomCode", r.name AS "roomName", c.seat,
      c.extra_time_numerator AS "extraTimeNumerator", c.extra_time_denominator AS "extraTimeDenominator",
      EXISTS (SELECT FROM ${card} k WHERE k.candidate_id = c.id AND k.revoked_at IS NULL) AS "hasCard"
    FROM ${candidate} c JOIN ${room} r ON r.id = c.room_id JOIN ${centre} z ON z.id = r.centre_id
    WHERE c.exam_id = ${examId} ${onlyRooms}`);
  const inOrder = new Intl.Collator("fr", { numeric: true });
  const keys = ["centreCode", "roomCode", "seat"] as const;
  return found.rows.sort((a, b) => {
    const key = keys.find((one) => inOrder.compare(a[one], b[one]) !== 0);
    return key === undefined ? a.candidateId - b.candidateId : inOrder.compare(a[key], b[key]);
  });
}

export interface NewCard {
  readonly candidateId: number;
  readonly codeHmac: Buffer;
}

/** Revokes the cards in force of these candidates and issues new ones; resolves to the number revoked. In a transaction. */
export async function issueCards(db: NodePgDatabase, cards: readonly NewCard[]): Promise<number> {
  if (cards.length === 0) return 0;
  const ids = sql.param(cards.map((one) => one.candidateId));
  const revoked = await db.execute(
    sql`UPDATE ${card} SET revoked_at = now() WHERE revoked_at IS NULL AND candidate_id = ANY(${ids}::int[])`,
  );
  const hmacs = sql.param(cards.map((one) => one.codeHmac));
  await db.execute(sql`
    INSERT INTO ${card} (candidate_id, code_hmac)
    SELECT * FROM unnest(${ids}::int[], ${hmacs}::bytea[])`);
  return revoked.rowCount ?? 0;
}

/** Which of these codes are in force, as the HMACs in hex. */
export async function cardsInForce(db: NodePgDatabase, hmacs: readonly Buffer[]): Promise<Set<string>> {
  const found = await db.execute<{ hex: string }>(sql`
    SELECT encode(code_hmac, 'hex') AS hex FROM ${card}
    WHERE revoked_at IS NULL AND code_hmac = ANY(${sql.param([...hmacs])}::bytea[])`);
  return new Set(found.rows.map((row) => row.hex));
}
