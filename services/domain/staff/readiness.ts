/** Who has not said "ready" for a start. */
import type { Places } from "#domain/sitting/places";
import { containing } from "#domain/sitting/places";
import { type Scope, type ScopeKey, scopeKey } from "#domain/sitting/scope";
import { scopeStateOf, type SittingState } from "#domain/sitting/state";

/**
 * Centres and rooms of `scope` that would start although they have not said ready. A centre is ready when it said so or
 * all of its rooms did; a centre of which no room is ready is named as a whole. Who is held, cancelled or has started
 * already does not start with the others and is not asked.
 */
export function unready(state: SittingState, places: Places, scope: Scope = { kind: "nation" }): Scope[] {
  if (scope.kind === "candidate") return [];
  if (scope.kind === "room") {
    const around = containing(scope, places) ?? [scopeKey(scope)];
    return around.some((key) => key !== "nation" && saidReady(state, key)) ? [] : [scope];
  }
  if (scope.kind === "centre") return unreadyOfCentre(state, places, scope.id);
  return places.centreIds.flatMap((id) => (staysOut(state, `centre:${id}`) ? [] : unreadyOfCentre(state, places, id)));
}

function unreadyOfCentre(state: SittingState, places: Places, centreId: number): Scope[] {
  if (saidReady(state, `centre:${centreId}`)) return [];
  const rooms = places.roomsOfCentre(centreId).filter((id) => !staysOut(state, `room:${id}`));
  const missing = rooms.filter((id) => !saidReady(state, `room:${id}`));
  if (missing.length > 0 && missing.length === rooms.length) return [{ kind: "centre", id: centreId }];
  return missing.map((id) => ({ kind: "room", id }));
}

/** The rooms of `scope` that would start with it: neither held, nor cancelled, nor started on their own. */
export function startingRooms(state: SittingState, places: Places, scope: Scope): number[] {
  if (scope.kind === "candidate") return [];
  if (scope.kind === "room") return [scope.id];
  const centreIds = scope.kind === "centre" ? [scope.id] : places.centreIds;
  return centreIds
    .filter((id) => scope.kind === "centre" || !staysOut(state, `centre:${id}`))
    .flatMap((id) => places.roomsOfCentre(id).filter((roomId) => !staysOut(state, `room:${roomId}`)));
}

const saidReady = (state: SittingState, key: ScopeKey): boolean => scopeStateOf(state, key).readyAtMs !== null;

function staysOut(state: SittingState, key: ScopeKey): boolean {
  const own = scopeStateOf(state, key);
  return own.heldAtMs !== null || own.cancelledAtMs !== null || own.startedAtMs !== null;
}
