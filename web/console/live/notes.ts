/** What the journal records of each candidate besides their clock. Pure. */
import type { Attendance, HandOutcome } from "#domain/sitting/act";
import type { SittingRecord } from "#domain/sitting/record";

export interface CandidateNotes {
  readonly attendance: Attendance | null;
  readonly incidents: number;
  /** Tablets given beyond the first. */
  readonly spareTablets: number;
  readonly waived: boolean;
  /** The last word about a raised hand. */
  readonly hand: { readonly outcome: HandOutcome; readonly atMs: number } | null;
}
export const NO_NOTES: CandidateNotes = { attendance: null, incidents: 0, spareTablets: 0, waived: false, hand: null };

/** By candidate; who is not there has none. */
export function notesOf(record: SittingRecord): ReadonlyMap<number, CandidateNotes> {
  const notes = new Map<number, CandidateNotes>();
  const note = (id: number, change: (before: CandidateNotes) => Partial<CandidateNotes>) => {
    const before = notes.get(id) ?? NO_NOTES;
    notes.set(id, { ...before, ...change(before) });
  };
  for (const [id, { attendance }] of record.attendance) note(id, () => ({ attendance }));
  for (const { scope } of record.incidents)
    if (scope.kind === "candidate") note(scope.id, ({ incidents }) => ({ incidents: incidents + 1 }));
  for (const { scope } of record.replacedDevices)
    if (scope.kind === "candidate") note(scope.id, ({ spareTablets }) => ({ spareTablets: spareTablets + 1 }));
  for (const [id] of record.waivers) note(id, () => ({ waived: true }));
  for (const [id, { outcome, effectiveAtMs }] of record.hands)
    note(id, () => ({ hand: { outcome, atMs: effectiveAtMs } }));
  return notes;
}
