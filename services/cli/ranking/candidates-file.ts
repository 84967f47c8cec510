/** The file of candidates: who takes part, in which rankings they are enrolled, and their identity fields (R4, R17). */
import type { ProblemList } from "#cli/problem-list";
import { eachRow } from "#cli/ranking/table-stream";
import { type Columns, folded, readColumns, type TableRow } from "#domain/exam/columns";
import { inLine } from "#domain/exam/problem";
import { fieldKey } from "#domain/ranking/criteria";
import { CANDIDATE } from "#domain/ranking/mark-book";
import { type FieldTieBreak, type RankingRules } from "#domain/ranking/rules";

const HEADINGS = {
  candidate: ["candidate", "candidat", "anonymity number", "numero d anonymat", "anonymat"],
  programmes: ["programmes", "programme", "filieres", "filiere", "rankings", "classements"],
} as const;
type Field = keyof typeof HEADINGS;

export interface EnrolledCandidates {
  /** As the file has them. */
  readonly candidates: readonly string[];
  /** By candidate, the codes of rankings that their line names. */
  readonly enrolled: readonly (readonly string[])[];
  /** Values of the identity fields that tie-breaks look at, by field, then by candidate; "" where there is none. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Everything of the file that the rules look at; what is wrong goes to the problems, with its line. */
export async function readCandidatesFile(
  path: string,
  rules: RankingRules,
  problems: ProblemList,
): Promise<EnrolledCandidates> {
  const listed = new Set(rules.rankings.filter(({ enrolled }) => enrolled === "listed").map(({ code }) => code));
  const tieBreaks = rules.rankings
    .flatMap((ranking) => ranking.tieBreaks)
    .filter((one): one is FieldTieBreak => one.by === "field");
  const read = { candidates: [] as string[], enrolled: [] as string[][], fields: new Map<string, string[]>() };
  for (const { field } of tieBreaks) read.fields.set(field, []);
  const lines = new Map<string, number>();
  let heading: Heading | null = null;

  function take(row: TableRow, { columns, fieldAt }: Heading): void {
    const report = (rule: string, message: string) => {
      problems.add(path, inLine(row.line, rule, message));
    };
    if (row.cells.length !== columns.count)
      return report("cell-count", `${row.cells.length} cells where the heading has ${columns.count}`);
    const cell = (index: number | undefined) => row.cells[index ?? -1] ?? "";
    const candidate = cell(columns.at.get("candidate"));
    const first = lines.get(candidate);
    if (!CANDIDATE.test(candidate)) report("candidate", `"${candidate}" is no candidate's number`);
    else if (first !== undefined) report("candidate-repeated", `candidate ${candidate} is already on line ${first}`);
    lines.set(candidate, row.line);
    const named = cell(columns.at.get("programmes"))
      .split(/[\s|]+/)
      .filter((one) => one !== "");
    for (const one of named)
      if (!listed.has(one)) report("programme", `"${one}" is no ranking of the rules that enrols by list`);
    for (const tieBreak of tieBreaks) {
      const value = cell(fieldAt.get(tieBreak.field));
      if (value !== "" && fieldKey(tieBreak, value) === null)
        report("field", `${tieBreak.field} "${value}" is ${kindOf(tieBreak)}`);
    }
    read.candidates.push(candidate);
    read.enrolled.push(named);
    for (const [field, values] of read.fields) values.push(cell(fieldAt.get(field)));
  }
  await eachRow(path, (row) => {
    if (heading !== null) return take(row, heading);
    const found = readColumns<Field>(HEADINGS, listed.size > 0 ? ["candidate", "programmes"] : ["candidate"], row);
    for (const problem of found.problems) problems.add(path, problem);
    heading = { columns: found.columns, fieldAt: fieldColumns(row, [...read.fields.keys()], path, problems) };
  });
  return read;
}

interface Heading {
  readonly columns: Columns<Field>;
  readonly fieldAt: ReadonlyMap<string, number>;
}

/** Index of the column of each field that ties are broken by. */
function fieldColumns(row: TableRow, fields: readonly string[], path: string, problems: ProblemList) {
  const names = row.cells.map(folded);
  const found = fields.map((field) => [field, names.indexOf(folded(field))] as const);
  for (const [field, index] of found)
    if (index === -1)
      problems.add(path, inLine(row.line, "column-missing", `no column "${field}", which ties are broken by`));
  return new Map(found);
}

const kindOf = ({ as }: FieldTieBreak): string =>
  as === "number"
    ? "no whole number"
    : as === "date"
      ? "no date (2004-02-29, 29/02/2004)"
      : "none of the values that the rules list";
