/** Which centres have said that they are ready: by themselves, or room by room. */
import type { CentreSummary } from "#contracts/console/live";
import { type ScopeKey } from "#domain/sitting/scope";
import { scopeStateOf, type SittingState } from "#domain/sitting/state";

export type Readiness = "ready" | "held" | "not_ready";
export interface CentreReadiness {
  readonly readiness: Readiness;
  /** Rooms that are ready, themselves or through their centre. */
  readonly readyRooms: number;
  readonly rooms: number;
  readonly heldRooms: number;
}

function readinessAt(state: SittingState, key: ScopeKey, wider: Readiness): Readiness {
  const own = scopeStateOf(state, key);
  if (own.heldAtMs !== null && own.readyAtMs === null) return "held";
  return own.readyAtMs === null ? wider : "ready";
}

/** As domain/staff/readiness.ts judges a start: who is held back is not asked, and the nation cannot say it for others. */
export function readinessOf(state: SittingState, centre: CentreSummary): CentreReadiness {
  const own = readinessAt(state, `centre:${centre.id}`, "not_ready");
  const rooms = centre.rooms.map((room) => readinessOfRoom(state, centre.id, room.id));
  const readyRooms = rooms.filter((room) => room === "ready").length;
  const heldRooms = rooms.filter((room) => room === "held").length;
  const allHeld = own === "held" || (rooms.length > 0 && heldRooms === rooms.length);
  const allReady = own === "ready" || (readyRooms > 0 && readyRooms + heldRooms === rooms.length);
  const readiness = allHeld ? "held" : allReady ? "ready" : "not_ready";
  return { readiness, readyRooms, rooms: rooms.length, heldRooms };
}

/** What a centre says holds for its rooms, but a room that is held back stays so. */
export const readinessOfRoom = (state: SittingState, centreId: number, roomId: number): Readiness =>
  readinessAt(state, `room:${roomId}`, readinessAt(state, `centre:${centreId}`, "not_ready"));
