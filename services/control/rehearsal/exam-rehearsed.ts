/** What the rehearsals say of an exam, as control knows it: for acts, for the organiser and for operators. */
import type { CentreSummary } from "#contracts/console/live";
import type { ExamRehearsed } from "#contracts/console/rehearsals";
import type { ActParts } from "#control/acts/ports";
import type { RehearsalRecords } from "#control/rehearsal/ports";
import { rehearsedFor } from "#domain/sitting/rehearsed";

export interface ExamRehearsedParts extends Pick<ActParts, "now" | "rehearsedWithinDays"> {
  readonly book: { centres(sittingId: number): readonly CentreSummary[] };
  readonly records: Pick<RehearsalRecords, "passed">;
}

/** Candidates of the sitting's exam: the size that its rehearsal must have. */
export const candidatesOf = ({ book }: Pick<ExamRehearsedParts, "book">, sittingId: number): number =>
  book
    .centres(sittingId)
    .flatMap(({ rooms }) => rooms)
    .reduce((sum, { expected }) => sum + expected, 0);

/** Rejects with StoreTrouble. */
export async function examRehearsed(parts: ExamRehearsedParts, sittingId: number): Promise<ExamRehearsed> {
  const { now, records, rehearsedWithinDays: withinDays } = parts;
  const candidates = candidatesOf(parts, sittingId);
  const said = rehearsedFor(candidates, await records.passed(), now(), withinDays);
  return { candidates, withinDays, ...said };
}
