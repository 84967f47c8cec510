/** Where a candidate of an exam sits and how long they have, by ids and by the codes of files; nothing that says who they are. */
import type { ExtraTime } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";

export interface Seat {
  readonly candidateId: number;
  readonly anonymityNumber: string;
  readonly roomId: number;
  readonly room: string;
  readonly centreId: number;
  readonly centre: string;
  readonly extraTimeNumerator: number;
  readonly extraTimeDenominator: number;
}

export const extraTimeOf = (seat: Seat): ExtraTime => ({
  numerator: seat.extraTimeNumerator,
  denominator: seat.extraTimeDenominator,
});
export const placeOf = ({ centreId, roomId, candidateId }: Seat): Place => ({ centreId, roomId, candidateId });
