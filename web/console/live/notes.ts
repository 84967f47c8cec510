/** What the journal records of each candidate besides their clock. Pure. */
import type { Act } from "#contracts/act";
import type { Attendance, HandOutcome } from "#domain/sitting/act";

export interface CandidateNotes {
  readonly attendance: Attendance | null;
  readonly incidents: number;
  /** Tablets given so far beyond the first. */
  readonly spareTablets: number;
  readonly waived: boolean;
  readonly registered: boolean;
  /** The last word about a raised hand. */
  readonly hand: { readonly outcome: HandOutcome; readonly atMs: number } | null;
}
export const NO_NOTES: CandidateNotes = {
  attendance: null,
  incidents: 0,
  spareTablets: 0,
  waived: false,
  registered: false,
  hand: null,
};

/** Acts that were taken back do not count. */
export function notesOf(acts: readonly Act[]): ReadonlyMap<number, CandidateNotes> {
  const undone = new Set(acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  const notes = new Map<number, CandidateNotes>();
  for (const act of acts) {
    if (act.scope.kind !== "candidate" || undone.has(act.id)) continue;
    notes.set(act.scope.id, noted(notes.get(act.scope.id) ?? NO_NOTES, act));
  }
  return notes;
}

function noted(notes: CandidateNotes, act: Act): CandidateNotes {
  switch (act.kind) {
    case "attendance":
      return { ...notes, attendance: act.attendance };
    case "incident":
      return { ...notes, incidents: notes.incidents + 1 };
    case "replace_device":
      return { ...notes, spareTablets: notes.spareTablets + 1 };
    case "waive_receipt":
      return { ...notes, waived: true };
    case "register":
      return { ...notes, registered: true };
    case "hand":
      return { ...notes, hand: { outcome: act.outcome, atMs: act.effectiveAtMs } };
    default:
      return notes;
  }
}
