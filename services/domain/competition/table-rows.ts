/** A table of the office (people, enrolments, marks) as records, or every problem of it with its line. Pure. */
import { type MarkValue } from "#domain/competition/people";
import type { CompetitionPlan } from "#domain/competition/plan";
import { markCell } from "#domain/competition/mark-cell";
import { fieldProblem, textProblem } from "#domain/competition/identity";
import { fitsMask } from "#domain/competition/student-number";
import { type Mapping, mappingProblems, type Target } from "#domain/competition/table-mapping";
import type { TableRow } from "#domain/exam/columns";
import { inLine, type Problem } from "#domain/exam/problem";

/** One line: what the mapped columns say, "" where a cell is empty; undefined where the file has no such column. */
export interface TableRecord {
  readonly line: number;
  /** Student number, or anonymity number where `by` says so. */
  readonly id: string;
  readonly by: "studentNumber" | "anonymityNumber";
  readonly familyName?: string;
  readonly givenName?: string;
  readonly mail?: string;
  readonly anonymityNumber?: string;
  readonly programmes?: readonly string[];
  readonly identity: Readonly<Record<string, string>>;
  /** Units whose cell is not empty. */
  readonly marks: Readonly<Record<string, MarkValue>>;
  readonly given: Readonly<Record<string, { readonly total: number | null; readonly rank: number | null }>>;
}

export function readRecords(
  plan: CompetitionPlan,
  mapping: Mapping,
  [heading = { line: 1, cells: [] }, ...rows]: readonly TableRow[],
): { readonly records: readonly TableRecord[]; readonly problems: readonly Problem[] } {
  const problems = mappingProblems(plan, mapping, heading);
  if (problems.length === 0 && rows.length === 0)
    problems.push({ rule: "no-rows", place: "", message: "nobody is in the file" });
  if (problems.length > 0) return { records: [], problems };
  const by = mapping.includes("studentNumber") ? "studentNumber" : "anonymityNumber";
  const records = rows.flatMap((row) => readRow(plan, mapping, heading, by, row, problems));
  const firstLine = new Map<string, number>();
  for (const { id, line } of records) {
    const first = firstLine.get(id);
    if (first === undefined) firstLine.set(id, line);
    else problems.push(inLine(line, "repeated", `${id} is already on line ${first}`, { value: id }));
  }
  return { records, problems };
}

function readRow(
  plan: CompetitionPlan,
  mapping: Mapping,
  heading: TableRow,
  by: TableRecord["by"],
  { cells, line }: TableRow,
  problems: Problem[],
): TableRecord[] {
  if (cells.length !== mapping.length) {
    problems.push(inLine(line, "cell-count", `${cells.length} cells where the heading has ${mapping.length}`));
    return [];
  }
  const before = problems.length;
  const cell = (target: Target): string | undefined => cells[mapping.indexOf(target)];
  const report = (target: Target, rule: string, message: string) =>
    problems.push(
      inLine(line, rule, message, { column: heading.cells[mapping.indexOf(target)], value: cell(target) ?? "" }),
    );
  const each = (prefix: string, of: (code: string, text: string, target: Target) => void) => {
    for (const target of mapping)
      if (target.startsWith(`${prefix}:`)) of(target.slice(prefix.length + 1), cell(target) ?? "", target);
  };
  const id = cell(by) ?? "";
  if (!fitsMask(by === "studentNumber" ? plan.studentNumber : "", id))
    report(by, "student-number", `"${id}" is no ${by === "studentNumber" ? "student" : "anonymity"} number`);
  for (const target of ["familyName", "givenName", "mail"] as const) {
    const wrong = textProblem(cell(target) ?? "", target === "mail" ? "mail" : "text");
    if (wrong) report(target, wrong.rule, wrong.message);
  }
  const anonymityNumber = by === "anonymityNumber" ? undefined : cell("anonymityNumber");
  if (anonymityNumber !== undefined && anonymityNumber !== "" && !fitsMask("", anonymityNumber))
    report("anonymityNumber", "student-number", `"${anonymityNumber}" is no anonymity number`);
  const programmes = cell("programmes")
    ?.split(/[\s,;|]+/)
    .filter(Boolean);
  for (const code of programmes ?? [])
    if (!plan.programmes.some((one) => one.code === code)) report("programmes", "programme", `no programme "${code}"`);
  const identity: Record<string, string> = {};
  each("identity", (code, text, target) => {
    const field = plan.identityFields.find((one) => one.code === code);
    const wrong = field && fieldProblem(field, text);
    if (wrong) report(target, wrong.rule, wrong.message);
    identity[code] = text;
  });
  const marks: Record<string, MarkValue> = {};
  each("unit", (code, text, target) => {
    const unit = plan.units.find((one) => one.code === code);
    if (!unit) return;
    const read = markCell(text, unit, plan.codes);
    if ("rule" in read) report(target, read.rule, read.message);
    else if (read.value) marks[code] = read.value;
  });
  const given: Record<string, { total: number | null; rank: number | null }> = {};
  for (const kind of ["total", "rank"] as const)
    each(kind, (code, text, target) => {
      const own = (given[code] ??= { total: null, rank: null });
      if (text === "") return;
      if (/^\d{1,15}$/.test(text) && (kind === "total" || Number(text) > 0)) own[kind] = Number(text);
      else report(target, kind, `"${text}" is no whole number`);
    });
  if (problems.length > before) return [];
  const of = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
  return [
    {
      ...{ line, id, by, identity, marks, given },
      ...of("familyName", cell("familyName")),
      ...of("givenName", cell("givenName")),
      ...of("mail", cell("mail")),
      ...of("anonymityNumber", anonymityNumber),
      ...of("programmes", programmes && [...new Set(programmes)]),
    },
  ];
}
