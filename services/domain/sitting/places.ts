/** Which room is in which centre, and who sits where: what scopes are made of. */
import { type Place, type Scope, type ScopeKey, scopeKey } from "#domain/sitting/scope";

export interface Places {
  /** Null: no such room. */
  centreOfRoom(roomId: number): number | null;
  /** Null: no such candidate. */
  placeOfCandidate(candidateId: number): Place | null;
  readonly centreIds: readonly number[];
  roomsOfCentre(centreId: number): readonly number[];
}

/** The scopes that contain a scope, widest first, itself last; null when it names nobody known. */
export function containing(scope: Scope, places: Places): readonly ScopeKey[] | null {
  if (scope.kind === "nation") return ["nation"];
  if (scope.kind === "centre") return places.centreIds.includes(scope.id) ? ["nation", scopeKey(scope)] : null;
  if (scope.kind === "room") {
    const centreId = places.centreOfRoom(scope.id);
    return centreId === null ? null : ["nation", `centre:${centreId}`, scopeKey(scope)];
  }
  const place = places.placeOfCandidate(scope.id);
  return place && ["nation", `centre:${place.centreId}`, `room:${place.roomId}`, scopeKey(scope)];
}

/** Whether `wide` contains `narrow`. False when one of them is unknown. */
export const contains = (wide: Scope, narrow: Scope, places: Places): boolean =>
  containing(narrow, places)?.includes(scopeKey(wide)) ?? false;
