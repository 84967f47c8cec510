/** What an account is shown: which places, and whether people there have names. Pure. */
import type { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import type { Places } from "#domain/sitting/places";
import type { Scope } from "#domain/sitting/scope";
import type { StaffAccount } from "#domain/staff/account";

export interface Viewer {
  /** Equal for those who are shown the same places. */
  readonly key: string;
  /** Null: the nation. */
  readonly centreId: number | null;
  /** Null: every room of the centre or the nation. */
  readonly roomIds: ReadonlySet<number> | null;
  /** Technicians and operators look after devices, not after people. */
  readonly names: boolean;
  /** Confirms proposals. */
  readonly organises: boolean;
}

export function viewerOf({ role, centreId, roomIds }: StaffAccount): Viewer {
  const names = role !== "technician" && role !== "operator";
  const organises = role === "organiser";
  if (centreId === null) return { key: "nation", centreId, roomIds: null, names, organises };
  if (role !== "proctor") return { key: `centre:${centreId}`, centreId, roomIds: null, names, organises };
  const own = [...roomIds].sort((a, b) => a - b);
  return { key: `rooms:${centreId}:${own.join(",")}`, centreId, roomIds: new Set(own), names, organises };
}

export const seesCentre = (viewer: Viewer, centreId: number | null): boolean =>
  viewer.centreId === null || viewer.centreId === centreId;

export const seesRoom = (viewer: Viewer, roomId: number, places: Places): boolean =>
  viewer.roomIds?.has(roomId) ?? seesCentre(viewer, places.centreOfRoom(roomId));

/** Whether an act of this scope has anything to do with the viewer's centre. */
export function concernsCentre(viewer: Viewer, scope: Scope, places: Places): boolean {
  if (viewer.centreId === null || scope.kind === "nation") return true;
  if (scope.kind === "centre") return scope.id === viewer.centreId;
  const centreId = scope.kind === "room" ? places.centreOfRoom(scope.id) : places.placeOfCandidate(scope.id)?.centreId;
  return centreId === viewer.centreId;
}

/** Whether it concerns somebody whom the viewer sees. */
export function concerns(viewer: Viewer, scope: Scope, places: Places): boolean {
  if (!concernsCentre(viewer, scope, places)) return false;
  if (viewer.roomIds === null || scope.kind === "nation" || scope.kind === "centre") return true;
  const roomId = scope.kind === "room" ? scope.id : places.placeOfCandidate(scope.id)?.roomId;
  return roomId !== undefined && viewer.roomIds.has(roomId);
}

/** Why this account may not watch that, or null. */
export function watchRefusal(
  account: StaffAccount,
  sitting: SittingSummary | null,
  roomIds: readonly number[],
  places: Places,
): "not_found" | "not_allowed" | null {
  if (sitting === null) return "not_found";
  if (account.examId !== null && account.examId !== sitting.examId) return "not_allowed";
  const viewer = viewerOf(account);
  if (roomIds.some((roomId) => !seesRoom(viewer, roomId, places))) return "not_allowed";
  return roomIds.some((roomId) => places.centreOfRoom(roomId) === null) ? "not_found" : null;
}

/** Centres and rooms as the viewer is shown them: a proctor knows the other rooms of the centre by name. */
export const centresFor = (viewer: Viewer, centres: readonly CentreSummary[]): CentreSummary[] =>
  centres.filter((centre) => seesCentre(viewer, centre.id));

export const rosterRowFor = (viewer: Viewer, row: RosterRow): RosterRow =>
  viewer.names ? row : { ...row, familyName: "", givenName: "", studentNumber: "" };
