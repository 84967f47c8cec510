/** What an import did, in the form of the console's contract. Pure. */
import { IMPORT_RULES, type ImportAnswer, IMPORTED, type Imported, LISTED_MAX } from "#contracts/console/preparation";
import type { CandidatePlan, CandidateRecord } from "#domain/exam/candidate-plan";
import type { Problem } from "#domain/exam/problem";
import type { StaffPlan } from "#domain/exam/staff-plan";
import type { Change } from "#preparation/change";
import type { Table } from "#preparation/table-text";

const PREVIEW_ROWS = 20;
type Counts = Readonly<Partial<Record<Imported, number>>>;

/** `same`: how many things stay as they are. */
export function countsOf(changes: readonly Change[], same: Counts): ImportAnswer["changes"] {
  return IMPORTED.flatMap((what) => {
    const of = changes.filter((one) => one.what === what);
    const count = (...kinds: Change["change"][]) => of.filter(({ change }) => kinds.includes(change)).length;
    if (of.length === 0 && !same[what]) return [];
    const [made, changed, removed] = [count("made"), count("changed", "moved"), count("removed")];
    return [{ what, made, changed, removed, same: same[what] ?? 0 }];
  });
}

/** What was there already and changes: what is new stands in the file. */
export const listedOf = (changes: readonly Change[]): ImportAnswer["listed"] =>
  changes
    .filter(({ change }) => change !== "made")
    .slice(0, LISTED_MAX)
    .map((one) => ({ ...one, fields: [...one.fields] }));

export const problemsOf = (problems: readonly Problem[]): ImportAnswer["problems"] =>
  problems.map(({ rule, place, message, line, column, value }) => ({
    line: line ?? null,
    place: line === undefined ? place : (column ?? ""),
    rule: IMPORT_RULES.find((one) => one === rule) ?? "schema",
    value: value ?? "",
    message,
  }));

export function previewOf({ rows: [heading, ...rows] }: Pick<Table, "rows">): ImportAnswer["preview"] {
  const columns = [...(heading?.cells ?? [])];
  return { columns, rows: rows.slice(0, PREVIEW_ROWS).map((row) => [...row.cells]) };
}

/** What stays the same: what the file names and no change is about. */
export function sameOf(named: Counts, changes: readonly Change[]): Counts {
  const touched = (what: Imported) =>
    changes.filter((one) => one.what === what && (one.change === "made" || one.change === "changed")).length;
  return Object.fromEntries(IMPORTED.map((what) => [what, Math.max(0, (named[what] ?? 0) - touched(what))]));
}

export const staffChanges = ({ added, changed, gone, stillDisabled }: StaffPlan, removeMissing: boolean): Change[] => [
  ...changed.map(({ after, fields, needsSecondFactor }) =>
    account("changed", after, [...fields, ...(needsSecondFactor ? ["password and second factor"] : [])]),
  ),
  ...(removeMissing ? gone : []).map((one) => account("removed", one)),
  ...stillDisabled.map((one) => account("kept", one)),
  ...added.map((one) => account("made", one)),
];
const account = (
  change: Change["change"],
  one: { readonly login: string; readonly name: string },
  fields: readonly string[] = [],
): Change => ({ what: "account", change, name: `${one.login} ${one.name}`, fields });

export const candidateChanges = ({ added, moved, changed, gone, kept }: CandidatePlan): Change[] => [
  ...gone.map((one) => candidate("removed", one)),
  ...moved.map(({ before, after, fields }) => candidate("moved", after, [`${at(before)} → ${at(after)}`, ...fields])),
  ...changed.map(({ after, fields }) => candidate("changed", after, fields)),
  ...kept.map((one) => candidate("kept", one)),
  ...added.map((one) => candidate("made", one)),
];
const at = (one: CandidateRecord) => `${one.centre} ${one.room} ${one.seat}`;
const candidate = (change: Change["change"], one: CandidateRecord, fields: readonly string[] = []): Change => ({
  what: "candidate",
  change,
  name: `${one.studentNumber} ${one.familyName} ${one.givenName}`,
  fields,
});
