/** Centres, rooms and seats of an exam by the codes that people use, and back. */
import { and, asc, eq } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate, centre, room } from "#postgres/schema/exam";

export interface CentreRow {
  readonly centreId: number;
  readonly centre: string;
}
export interface RoomRow extends CentreRow {
  readonly roomId: number;
  readonly room: string;
}
/** Where a candidate sits and how long they have; nothing that says who they are. */
export interface SeatRow extends RoomRow {
  readonly candidateId: number;
  readonly anonymityNumber: string;
  readonly extraTimeNumerator: number;
  readonly extraTimeDenominator: number;
}

const CENTRE = { centreId: centre.id, centre: centre.code };
const ROOM = { ...CENTRE, roomId: room.id, room: room.code };
const SEAT = {
  ...ROOM,
  candidateId: candidate.id,
  anonymityNumber: candidate.anonymityNumber,
  extraTimeNumerator: candidate.extraTimeNumerator,
  extraTimeDenominator: candidate.extraTimeDenominator,
};

/** Every centre of an exam, by code; also those without a room. */
export const centresOf = (database: Database, examId: number): Promise<CentreRow[]> =>
  reading("centres", () =>
    database.select(CENTRE).from(centre).where(eq(centre.examId, examId)).orderBy(asc(centre.code)),
  );

/** Every room of an exam, by the codes of its centre and its own. */
export const roomsOf = (database: Database, examId: number): Promise<RoomRow[]> =>
  reading("rooms", () =>
    database
      .select(ROOM)
      .from(room)
      .innerJoin(centre, eq(centre.id, room.centreId))
      .where(eq(centre.examId, examId))
      .orderBy(asc(centre.code), asc(room.code)),
  );

const seats = (database: Database) =>
  database
    .select(SEAT)
    .from(candidate)
    .innerJoin(room, eq(room.id, candidate.roomId))
    .innerJoin(centre, eq(centre.id, room.centreId));

/** The seat of every candidate of an exam, by anonymity number. */
export const seatsOf = (database: Database, examId: number): Promise<SeatRow[]> =>
  reading("seats", () => seats(database).where(eq(candidate.examId, examId)).orderBy(asc(candidate.anonymityNumber)));

/** The seat of the candidate with exactly this student number, or null. */
export async function findSeat(database: Database, examId: number, studentNumber: string): Promise<SeatRow | null> {
  const [found] = await reading("seat", () =>
    seats(database).where(and(eq(candidate.examId, examId), eq(candidate.studentNumber, studentNumber))),
  );
  return found ?? null;
}
