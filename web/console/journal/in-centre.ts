import type { Scope } from "#domain/sitting/scope";
import type { SittingView } from "../live/sitting-view.ts";

/** Whether an act's scope is one of these rooms, somebody in them, or their centre itself. */
export function inCentre(view: SittingView, scope: Scope, centreId: number, roomIds: readonly number[]): boolean {
  if (scope.kind === "nation") return false;
  if (scope.kind === "centre") return scope.id === centreId;
  const roomId = scope.kind === "room" ? scope.id : view.roster.get(scope.id)?.roomId;
  return roomId !== undefined && roomIds.includes(roomId);
}
