/** Ends of candidates' times, and where two accounts of them differ. */
import { extraTimeOf, placeOf } from "#domain/sitting/seat";
import { endOf } from "#domain/sitting/clock";
import { durationAt, type Durations } from "#domain/sitting/duration";
import type { SittingState } from "#domain/sitting/state";
import type { SeatRow } from "#postgres/queries/places";

/** By anonymity number, ms; null while no end is known. */
export type Ends = ReadonlyMap<string, number | null>;

/** `durationOf`: the duration of the paper that somebody takes, without extra time, ms. */
export const endsOf = <Seat extends SeatRow>(
  state: SittingState,
  seats: readonly Seat[],
  durationOf: (seat: Seat) => number,
): Ends =>
  new Map(
    seats.map((seat) => [seat.anonymityNumber, endOf(state, durationOf(seat), extraTimeOf(seat), placeOf(seat))]),
  );

export const durationOfSeat =
  (state: SittingState, durations: Durations) =>
  (seat: SeatRow): number =>
    durationAt(state, durations, placeOf(seat));

/** One line for each candidate whose ends differ, or whom one side does not know. */
export function differences(replayed: Ends, said: Ends, by: string): string[] {
  const numbers = [...new Set([...replayed.keys(), ...said.keys()])];
  return numbers
    .filter((number) => replayed.get(number) !== said.get(number))
    .map(
      (number) => `${number}: ends ${shown(replayed.get(number))} by the journal, ${shown(said.get(number))} by ${by}`,
    );
}

export function shown(endMs: number | null | undefined): string {
  if (endMs === undefined) return "nowhere";
  return endMs === null ? "unknown" : new Date(endMs).toISOString();
}
