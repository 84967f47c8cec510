/** Whose card it is: one indexed read per sign-in. */
import { eq } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate, card, centre, room } from "#postgres/schema/exam";

/** The holder of the card whose code has this HMAC, or null. `revoked`: a newer card replaces it. */
export async function findCardHolder(database: Database, codeHmac: Buffer) {
  const [found] = await reading("card", () =>
    database
      .select({
        revokedAt: card.revokedAt,
        candidateId: candidate.id,
        examId: candidate.examId,
        familyName: candidate.familyName,
        givenName: candidate.givenName,
        studentNumber: candidate.studentNumber,
        seat: candidate.seat,
        extraTimeNumerator: candidate.extraTimeNumerator,
        extraTimeDenominator: candidate.extraTimeDenominator,
        roomId: room.id,
        roomName: room.name,
        centreId: centre.id,
        centreName: centre.name,
      })
      .from(card)
      .innerJoin(candidate, eq(candidate.id, card.candidateId))
      .innerJoin(room, eq(room.id, candidate.roomId))
      .innerJoin(centre, eq(centre.id, room.centreId))
      .where(eq(card.codeHmac, codeHmac)),
  );
  if (!found) return null;
  const { revokedAt, ...holder } = found;
  return { ...holder, revoked: revokedAt !== null };
}
