/**
 * Single acts of the exam day on the list of candidates. Each is one transaction; asked again after a lost reply it finds
 * what it did the first time. A refusal is told to the person who asked.
 */
import { randomInt } from "node:crypto";
import { and, eq, ne } from "drizzle-orm";
import { anonymityNumbers } from "#domain/exam/anonymity";
import type { ExtraTime } from "#domain/sitting/clock";
import type { Reason } from "#domain/sitting/reason";
import { takenAnonymityNumbers } from "#postgres/exam/candidates";
import { issueCards } from "#postgres/exam/cards";
import { lockExam } from "#postgres/exam/exams";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate, centre, room } from "#postgres/schema/exam";

export type DayOutcome<T> = { readonly done: T } | { readonly refused: Reason };

export interface CandidateAt {
  readonly candidateId: number;
  readonly roomId: number;
  readonly seat: string;
}

/** The card in force is revoked, this one is issued. */
export function reissueCard(
  database: Database,
  candidateId: number,
  codeHmac: Buffer,
): Promise<DayOutcome<CandidateAt>> {
  return reading("card", () =>
    database.transaction(async (tx) => {
      const known = await lockCandidate(tx, candidateId);
      if (!known) return { refused: { code: "candidate_unknown" } };
      await issueCards(tx, [{ candidateId, codeHmac }]);
      return { done: known };
    }),
  );
}

export interface Admission {
  readonly roomId: number;
  readonly seat: string;
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly extraTime: ExtraTime;
}

/** Somebody who is not on the list: stored with an anonymity number of their own, and a card. */
export function admitCandidate(
  database: Database,
  examId: number,
  admission: Admission,
  codeHmac: Buffer,
): Promise<DayOutcome<CandidateAt>> {
  const { studentNumber, familyName, givenName, extraTime, roomId, seat } = admission;
  return reading("admission", () =>
    database.transaction(async (tx): Promise<DayOutcome<CandidateAt>> => {
      await lockExam(tx, examId);
      const known = await candidateNumbered(tx, examId, studentNumber);
      if (known) {
        const same =
          known.roomId === roomId && known.seat === seat && known.name === JSON.stringify([familyName, givenName]);
        if (!same) return { refused: { code: "listed_already", studentNumber, where: known.where } };
        await issueCards(tx, [{ candidateId: known.candidateId, codeHmac }]);
        return { done: known };
      }
      const refused = await seatRefusal(tx, examId, roomId, seat, null);
      if (refused !== null) return { refused };
      const [anonymityNumber = ""] = anonymityNumbers(1, await takenAnonymityNumbers(tx, examId), (limit) =>
        randomInt(limit),
      );
      const [made] = await tx
        .insert(candidate)
        .values({
          examId,
          studentNumber,
          familyName,
          givenName,
          anonymityNumber,
          roomId,
          seat,
          extraTimeNumerator: extraTime.numerator,
          extraTimeDenominator: extraTime.denominator,
        })
        .returning({ id: candidate.id });
      if (!made) throw new Error("a candidate was not stored");
      await issueCards(tx, [{ candidateId: made.id, codeHmac }]);
      return { done: { candidateId: made.id, roomId, seat } };
    }),
  );
}

/** Another room or seat. The card stays good; a tablet learns of it at its next sign-in. */
export function moveCandidate(
  database: Database,
  candidateId: number,
  roomId: number,
  seat: string,
): Promise<DayOutcome<CandidateAt>> {
  return reading("move", () =>
    database.transaction(async (tx): Promise<DayOutcome<CandidateAt>> => {
      const found = await lockCandidate(tx, candidateId);
      if (!found) return { refused: { code: "candidate_unknown" } };
      if (found.roomId === roomId && found.seat === seat) return { done: found };
      const refused = await seatRefusal(tx, found.examId, roomId, seat, candidateId);
      if (refused !== null) return { refused };
      await tx.update(candidate).set({ roomId, seat }).where(eq(candidate.id, candidateId));
      return { done: { candidateId, roomId, seat } };
    }),
  );
}

/** Locks the exam too: seats are given to one person at a time. */
async function lockCandidate(tx: Database, candidateId: number): Promise<(CandidateAt & { examId: number }) | null> {
  const [of] = await tx.select({ examId: candidate.examId }).from(candidate).where(eq(candidate.id, candidateId));
  if (!of) return null;
  await lockExam(tx, of.examId);
  const [found] = await tx
    .select({ candidateId: candidate.id, roomId: candidate.roomId, seat: candidate.seat, examId: candidate.examId })
    .from(candidate)
    .where(eq(candidate.id, candidateId));
  return found ?? null;
}

async function candidateNumbered(tx: Database, examId: number, studentNumber: string) {
  const [found] = await tx
    .select({
      candidateId: candidate.id,
      roomId: candidate.roomId,
      seat: candidate.seat,
      familyName: candidate.familyName,
      givenName: candidate.givenName,
      room: room.code,
      centre: centre.code,
    })
    .from(candidate)
    .innerJoin(room, eq(room.id, candidate.roomId))
    .innerJoin(centre, eq(centre.id, room.centreId))
    .where(and(eq(candidate.examId, examId), eq(candidate.studentNumber, studentNumber)));
  if (!found) return null;
  const { candidateId, roomId, seat, familyName, givenName } = found;
  const where = `${found.centre} ${found.room} ${seat}, ${familyName} ${givenName}`;
  return { candidateId, roomId, seat, name: JSON.stringify([familyName, givenName]), where };
}

/** Why nobody can be put on this seat, or null. */
async function seatRefusal(
  tx: Database,
  examId: number,
  roomId: number,
  seat: string,
  except: number | null,
): Promise<Reason | null> {
  const [there] = await tx
    .select({ code: room.code })
    .from(room)
    .innerJoin(centre, eq(centre.id, room.centreId))
    .where(and(eq(room.id, roomId), eq(centre.examId, examId)));
  if (!there) return { code: "room_unknown", roomId };
  const [taken] = await tx
    .select({ familyName: candidate.familyName, givenName: candidate.givenName })
    .from(candidate)
    .where(
      and(
        eq(candidate.roomId, roomId),
        eq(candidate.seat, seat),
        except === null ? undefined : ne(candidate.id, except),
      ),
    );
  return taken ? { code: "seat_taken", seat, room: there.code, by: `${taken.familyName} ${taken.givenName}` } : null;
}
