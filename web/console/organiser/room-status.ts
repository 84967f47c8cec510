/** One room as the organiser sees it: its state, and a start and an end that are not the nation's. Pure. */
import { clockAt, endOf, NO_EXTRA_TIME, type SittingState, startOf } from "#domain/sitting/clock";
import { placeOfRoom } from "../live/place-clock.ts";
import { type Standing, standingOf } from "./centre-tile.ts";
import { readinessOfRoom } from "./readiness.ts";

export interface RoomStatus {
  readonly standing: Standing;
  /** Null where it is the nation's, or not known. Server time, ms. */
  readonly ownStartMs: number | null;
  readonly ownEndMs: number | null;
}

export function roomStatus(
  state: SittingState,
  durationMs: number,
  centreId: number,
  roomId: number,
  nowMs: number,
): RoomStatus {
  const place = placeOfRoom(centreId, roomId);
  const clock = clockAt(state, durationMs, NO_EXTRA_TIME, place, nowMs);
  const own = (here: number | null, nation: number | null) => (here === nation ? null : here);
  return {
    standing: standingOf(state, clock, readinessOfRoom(state, centreId, roomId)),
    ownStartMs: own(startOf(state, place), startOf(state, null)),
    ownEndMs: own(endOf(state, durationMs, NO_EXTRA_TIME, place), endOf(state, durationMs, NO_EXTRA_TIME)),
  };
}
