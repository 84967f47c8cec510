/** What a sitting's acts say to the organiser: open incidents, instructions, and lines of the journal to search. */
import type { CentreSummary } from "#contracts/console/live";
import type { Act, ActKind } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";

/** Which centre a scope lies in; null for the nation, and for a candidate whose room is not known here. */
export type CentreOf = (scope: Scope) => number | null;

export function centreFinder(
  centres: readonly CentreSummary[],
  roomOfCandidate: (candidateId: number) => number | null,
): CentreOf {
  const byRoom = new Map(centres.flatMap((centre) => centre.rooms.map((room) => [room.id, centre.id] as const)));
  return (scope) => {
    if (scope.kind === "nation") return null;
    if (scope.kind === "centre") return scope.id;
    const roomId = scope.kind === "room" ? scope.id : roomOfCandidate(scope.id);
    return roomId === null ? null : (byRoom.get(roomId) ?? null);
  };
}

/** Incidents recorded and not taken back, by centre. */
export function incidentsByCentre(acts: readonly Act[], centreOf: CentreOf): Map<number, number> {
  const undone = new Set(acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  const found = new Map<number, number>();
  for (const act of acts) {
    const centreId = act.kind === "incident" && !undone.has(act.id) ? centreOf(act.scope) : null;
    if (centreId !== null) found.set(centreId, (found.get(centreId) ?? 0) + 1);
  }
  return found;
}

export type InstructionAct = Extract<Act, { kind: "instruction" }>;
export interface NumberedInstruction {
  readonly act: InstructionAct;
  readonly number: number;
  /** The newer number that replaces it, or null while it is in force. */
  readonly correctedBy: number | null;
}
/** Numbered instructions, newest first. */
export function instructionsOf(acts: readonly Act[]): NumberedInstruction[] {
  const numbered = acts.filter((act) => act.kind === "instruction").filter((act) => act.number !== null);
  const replaced = new Map(numbered.map((act) => [act.corrects, act.number] as const));
  return numbered
    .map((act) => ({ act, number: act.number ?? 0, correctedBy: replaced.get(act.number) ?? null }))
    .reverse();
}

export interface JournalFilter {
  readonly text: string;
  readonly kind: ActKind | null;
  /** Acts of this centre and of all that lies in it. */
  readonly centreId: number | null;
}
/** Acts that fit, newest first. Words are looked for in cause, author and what was said, whatever the case or accents. */
export function journalLines(acts: readonly Act[], filter: JournalFilter, centreOf: CentreOf): Act[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean);
  return acts
    .filter(
      (act) =>
        (filter.kind === null || act.kind === filter.kind) &&
        (filter.centreId === null || centreOf(act.scope) === filter.centreId) &&
        words.every((word) => plain(saidBy(act)).includes(word)),
    )
    .reverse();
}
const saidBy = (act: Act) =>
  [
    act.author,
    act.second,
    act.cause,
    act.kind === "instruction" ? act.text : "",
    "detail" in act ? act.detail : "",
  ].join(" ");
/** Lower case, without accents. */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
