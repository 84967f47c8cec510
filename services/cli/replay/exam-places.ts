/** Who sits where in an exam, by ids and by the codes that exports use; nothing that says who anybody is. */
import { placeOf } from "#domain/sitting/seat";
import { type Place, type Scope, type ScopeKey, scopeKey } from "#domain/sitting/scope";
import type { CentreRow, RoomRow, SeatRow } from "#postgres/queries/places";

/** A scope as exports write it: by codes and anonymity numbers, which mean the same in every installation. */
export type ExportedScope =
  | { readonly kind: "nation" }
  | { readonly kind: "centre"; readonly code: string }
  | { readonly kind: "room"; readonly centre: string; readonly code: string }
  | { readonly kind: "candidate"; readonly anonymityNumber: string };

export interface ExamPlaces {
  /** Codes of a scope. What is not of the exam keeps its id: `#12`. */
  exported(scope: Scope): ExportedScope;
  /** `centre:REN`, `room:REN/A2`, `candidate:A-7`. */
  label(scope: Scope): string;
  /** The scope with these codes, or null. See `admits`. */
  find(scope: ExportedScope): Scope | null;
  /** A place that the scope covers, with nobody in it if the scope is wider than a candidate; null for the nation. */
  placeIn(scope: Scope): Place | null;
}

/** Ids that are made here start above any that a list has. */
const BEYOND_LISTS = 3_000_000_000;
const NOWHERE = { centreId: 0, roomId: 0, candidateId: 0 };

export interface PlacesToKnow {
  readonly seats: readonly SeatRow[];
  /** Also those where nobody sits. */
  readonly rooms?: readonly RoomRow[];
  readonly centres?: readonly CentreRow[];
  /** `empty`: a centre or a room that is not listed is one where nobody sits, as in a list of candidates. */
  readonly admits?: "listed" | "empty";
}

export function createExamPlaces({ seats, rooms = [], centres = [], admits = "listed" }: PlacesToKnow): ExamPlaces {
  const known = new Map<ScopeKey, { readonly scope: ExportedScope; readonly place: Place }>();
  const ids = new Map<string, Scope>();
  function add(scope: Scope, exported: ExportedScope, place: Place): void {
    known.set(scopeKey(scope), { scope: exported, place });
    ids.set(labelOf(exported), scope);
  }
  for (const { centreId, centre } of [...centres, ...rooms, ...seats])
    add({ kind: "centre", id: centreId }, { kind: "centre", code: centre }, { ...NOWHERE, centreId });
  for (const { centreId, centre, roomId, room } of [...rooms, ...seats])
    add({ kind: "room", id: roomId }, { kind: "room", centre, code: room }, { ...NOWHERE, centreId, roomId });
  for (const seat of seats)
    add(
      { kind: "candidate", id: seat.candidateId },
      { kind: "candidate", anonymityNumber: seat.anonymityNumber },
      placeOf(seat),
    );

  function findOrAdmit(exported: ExportedScope): Scope | null {
    const found = exported.kind === "nation" ? exported : ids.get(labelOf(exported));
    if (found || exported.kind === "nation") return found ?? null;
    if (admits === "listed") return strangeScope(exported);
    const id = BEYOND_LISTS + ids.size;
    if (exported.kind === "centre") add({ kind: "centre", id }, exported, { ...NOWHERE, centreId: id });
    if (exported.kind === "room") {
      const centre = findOrAdmit({ kind: "centre", code: exported.centre });
      const centreId = centre?.kind === "centre" ? centre.id : 0;
      add({ kind: "room", id }, exported, { ...NOWHERE, centreId, roomId: id });
    }
    if (exported.kind === "candidate" && exported.anonymityNumber.startsWith(NOT_OF_THE_EXAM))
      add({ kind: "candidate", id }, exported, { ...NOWHERE, candidateId: id });
    return ids.get(labelOf(exported)) ?? null;
  }

  const exported = (scope: Scope): ExportedScope =>
    scope.kind === "nation" ? scope : (known.get(scopeKey(scope))?.scope ?? strange(scope));
  return {
    exported,
    label: (scope) => labelOf(exported(scope)),
    find: findOrAdmit,
    placeIn: (scope) =>
      scope.kind === "nation"
        ? null
        : (known.get(scopeKey(scope))?.place ?? { ...NOWHERE, [`${scope.kind}Id`]: scope.id }),
  };
}

/** What an act names although it is not of the exam is exported by its id behind this mark. */
const NOT_OF_THE_EXAM = "#";
function strange({ kind, id }: Exclude<Scope, { kind: "nation" }>): ExportedScope {
  const code = `${NOT_OF_THE_EXAM}${id}`;
  if (kind === "room") return { kind, centre: NOT_OF_THE_EXAM, code };
  return kind === "centre" ? { kind, code } : { kind, anonymityNumber: code };
}
/** `strange`, read back where ids mean the same. */
function strangeScope(exported: Exclude<ExportedScope, { kind: "nation" }>): Scope | null {
  const code = exported.kind === "candidate" ? exported.anonymityNumber : exported.code;
  const [, id] = /^#(\d{1,10})$/.exec(code) ?? [];
  return id === undefined ? null : { kind: exported.kind, id: Number(id) };
}

export function labelOf(scope: ExportedScope): string {
  switch (scope.kind) {
    case "nation":
      return "nation";
    case "centre":
      return `centre:${scope.code}`;
    case "room":
      return `room:${scope.centre}/${scope.code}`;
    case "candidate":
      return `candidate:${scope.anonymityNumber}`;
  }
}
