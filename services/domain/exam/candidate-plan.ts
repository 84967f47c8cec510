/**
 * What an import of candidates would change: compared with what is stored, before anything is written. A candidate is
 * known by the student number.
 */
import type { ExtraTime } from "#domain/sitting/clock";

/** A candidate as a file or the database describes one. */
export interface CandidateRecord {
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  /** Code of the centre, code of the room within it. */
  readonly centre: string;
  readonly room: string;
  readonly seat: string;
  readonly extraTime: ExtraTime;
  /** Further identity fields by the name of their column. */
  readonly identity: Readonly<Record<string, string>>;
}
export interface StoredCandidate extends CandidateRecord {
  readonly id: number;
  /** Something of this candidate is in the answer log. */
  readonly hasAnswers: boolean;
}

export interface Moved {
  readonly before: StoredCandidate;
  readonly after: CandidateRecord;
  /** What differs besides the place: names of fields. */
  readonly fields: readonly string[];
}
export type Changed = Moved;

export interface CandidatePlan {
  readonly added: readonly CandidateRecord[];
  /** Another centre, room or seat; other fields may differ too. */
  readonly moved: readonly Moved[];
  /** Same place, other fields. */
  readonly changed: readonly Changed[];
  /** Not in the file any more, without answers: would be removed. */
  readonly gone: readonly StoredCandidate[];
  /** Not in the file any more but has answers: stays, whatever the file says. */
  readonly kept: readonly StoredCandidate[];
  readonly unchangedCount: number;
}

/** True when committing the plan alters or removes somebody who is already stored: a person must have said yes. */
export const needsConsent = (plan: CandidatePlan): boolean =>
  plan.moved.length + plan.changed.length + plan.gone.length > 0;

/** Compares a file with what is stored. Student numbers are unique on both sides. */
export function planCandidates(file: readonly CandidateRecord[], stored: readonly StoredCandidate[]): CandidatePlan {
  const before = new Map(stored.map((one) => [one.studentNumber, one]));
  const inFile = new Set(file.map((one) => one.studentNumber));
  const added: CandidateRecord[] = [];
  const moved: Moved[] = [];
  const changed: Changed[] = [];
  let unchangedCount = 0;
  for (const after of file) {
    const known = before.get(after.studentNumber);
    if (!known) {
      added.push(after);
      continue;
    }
    const fields = differingFields(known, after);
    if (placeOf(known) !== placeOf(after)) moved.push({ before: known, after, fields });
    else if (fields.length > 0) changed.push({ before: known, after, fields });
    else unchangedCount++;
  }
  const absent = stored.filter((one) => !inFile.has(one.studentNumber));
  return {
    added,
    moved,
    changed,
    gone: absent.filter((one) => !one.hasAnswers),
    kept: absent.filter((one) => one.hasAnswers),
    unchangedCount,
  };
}

/** `centre / room / seat` in one text that differs when any of them does. */
export const placeOf = (one: CandidateRecord): string => JSON.stringify([one.centre, one.room, one.seat]);

function differingFields(before: CandidateRecord, after: CandidateRecord): string[] {
  const fields: string[] = [];
  if (before.familyName !== after.familyName) fields.push("family name");
  if (before.givenName !== after.givenName) fields.push("given name");
  if (!sameFactor(before.extraTime, after.extraTime)) fields.push("extra time");
  const names = new Set([...Object.keys(before.identity), ...Object.keys(after.identity)]);
  for (const name of names) if ((before.identity[name] ?? "") !== (after.identity[name] ?? "")) fields.push(name);
  return fields;
}

const sameFactor = (a: ExtraTime, b: ExtraTime): boolean => a.numerator * b.denominator === b.numerator * a.denominator;

/** People whom the file would seat where somebody stays who is not in the file and has answers. */
export function seatsTakenByKept(plan: CandidatePlan, file: readonly CandidateRecord[]): CandidateRecord[] {
  const taken = new Set(plan.kept.map(placeOf));
  return file.filter((one) => taken.has(placeOf(one)));
}
