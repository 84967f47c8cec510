/** `--scope` and `--lifts`: scopes in the codes that people use, resolved to ids through PostgreSQL. */
import { NATION, type Scope, type ScopeKey, scopeKey } from "#domain/sitting/scope";
import { centresOf, findSeat, roomsOf } from "#postgres/queries/places";
import type { Database } from "#postgres/queries/reading";

export type NamedScope =
  | { readonly kind: "nation" }
  | { readonly kind: "centre"; readonly code: string }
  | { readonly kind: "room"; readonly centre: string; readonly code: string }
  | { readonly kind: "candidate"; readonly studentNumber: string };

export const SCOPE_USAGE = "nation|centre:CODE|room:CENTRE/ROOM|candidate:STUDENTNUMBER";

/** The scope that a word names, or null when it is none. */
export function readScope(text: string): NamedScope | null {
  if (text === "nation") return { kind: "nation" };
  const [, kind, name = ""] = /^(centre|room|candidate):(.+)$/.exec(text) ?? [];
  if (kind === "centre") return { kind, code: name };
  if (kind === "candidate") return { kind, studentNumber: name };
  const slash = name.indexOf("/");
  if (kind !== "room" || slash < 1 || slash === name.length - 1) return null;
  return { kind, centre: name.slice(0, slash), code: name.slice(slash + 1) };
}

export interface FoundScope {
  readonly scope: Scope;
  /** The scope and the wider ones that contain it. */
  readonly within: readonly ScopeKey[];
}
export const FOUND_NATION: FoundScope = { scope: NATION, within: ["nation"] };

/** The ids of a scope in an exam, or why there are none. The nation needs no database. */
export async function findScope(
  database: () => Database,
  examId: number,
  named: NamedScope,
): Promise<FoundScope | { readonly problem: string }> {
  switch (named.kind) {
    case "nation":
      return FOUND_NATION;
    case "centre":
      return findCentre(database(), examId, named.code);
    case "room":
      return findRoom(database(), examId, named.centre, named.code);
    case "candidate": {
      const seat = await findSeat(database(), examId, named.studentNumber);
      if (!seat) return { problem: `no candidate has the student number "${named.studentNumber}"` };
      const scope = { kind: "candidate", id: seat.candidateId } as const;
      const within = ["nation", `centre:${seat.centreId}`, `room:${seat.roomId}`, scopeKey(scope)] as const;
      return { scope, within };
    }
  }
}

async function findCentre(database: Database, examId: number, code: string) {
  const centres = await centresOf(database, examId);
  const found = centres.find((one) => one.centre === code);
  if (!found) return { problem: `no centre "${code}"; there are ${listed(centres.map((one) => one.centre))}` };
  const scope = { kind: "centre", id: found.centreId } as const;
  return { scope, within: ["nation", scopeKey(scope)] as const };
}

async function findRoom(database: Database, examId: number, centre: string, code: string) {
  const rooms = await roomsOf(database, examId);
  const found = rooms.find((one) => one.centre === centre && one.room === code);
  if (found) {
    const scope = { kind: "room", id: found.roomId } as const;
    return { scope, within: ["nation", `centre:${found.centreId}`, scopeKey(scope)] as const };
  }
  const near = rooms.filter((one) => one.centre === centre);
  if (near.length > 0)
    return { problem: `no room "${code}" in centre ${centre}; there are ${listed(near.map((one) => one.room))}` };
  const centres = [...new Set(rooms.map((one) => one.centre))];
  return { problem: `no room "${centre}/${code}"; centres with rooms are ${listed(centres)}` };
}

const LISTED_MAX = 50;
function listed(codes: readonly string[]): string {
  if (codes.length === 0) return "none";
  const more = codes.length > LISTED_MAX ? ` and ${codes.length - LISTED_MAX} more` : "";
  return codes.slice(0, LISTED_MAX).join(", ") + more;
}
