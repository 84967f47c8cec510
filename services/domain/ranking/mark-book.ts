/** Lines of marks, in any order and from any number of files, gathered into the columns that are ranked. */
import { MARK_STANDS, NO_LINE, type UnitMarks } from "#domain/ranking/input";
import type { RankingRules } from "#domain/ranking/rules";

/** One line: cells as text. Mark and maximum in thousandths. */
export interface MarkRow {
  readonly candidate: string;
  readonly unit: string;
  readonly mark: string;
  readonly maximum: string;
  readonly code: string;
}
export type ReportCell = (rule: string, message: string, column: keyof MarkRow) => void;

/** Numbers of candidates: they go into hashes and files, so that no two spellings of one may exist. */
export const CANDIDATE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const WHOLE = /^\d{1,15}$/;

export interface MarkBook {
  /** Takes a line, or reports what is wrong with it. */
  add(row: MarkRow, report: ReportCell): void;
  /** Every candidate, ascending, and the marks of all units in the rules' order. */
  finish(): { readonly candidates: readonly string[]; readonly units: readonly UnitMarks[] };
}

/** `known`: candidates may be these only; null: whoever has a mark is a candidate. */
export function createMarkBook(rules: RankingRules, known: readonly string[] | null): MarkBook {
  const indices = new Map((known ?? []).map((candidate, index) => [candidate, index]));
  const unitIndices = new Map(rules.units.map(({ code }, index) => [code, index]));
  const codeNumbers = new Map(rules.codes.map(({ code }, index) => [code, index + 1]));
  let columns = rules.units.map(() => emptyColumns(Math.max(indices.size, 1024)));

  function indexOf(candidate: string): number | undefined {
    const index = indices.get(candidate);
    if (index !== undefined || known !== null || !CANDIDATE.test(candidate)) return index;
    indices.set(candidate, indices.size);
    return indices.size - 1;
  }
  function add(row: MarkRow, report: ReportCell): void {
    const read = readRow(row, unitIndices, codeNumbers, report);
    if (read === null) return;
    const index = indexOf(row.candidate);
    if (index === undefined) {
      const why = known === null ? "is no candidate's number" : "is not among the candidates";
      return report("candidate", `"${row.candidate}" ${why}`, "candidate");
    }
    if (index >= (columns[0]?.codes.length ?? 0)) columns = columns.map((one) => resized(one, 2 * one.codes.length));
    const unit = columns[read.unit];
    if (!unit) return;
    if (unit.codes[index] !== NO_LINE)
      return report("mark-repeated", `candidate ${row.candidate} has a second line for ${row.unit}`, "unit");
    unit.codes[index] = read.code;
    unit.marks[index] = read.mark;
    unit.maxima[index] = read.maximum;
  }
  function finish() {
    const candidates = [...indices.keys()].sort();
    const order = candidates.map((candidate) => indices.get(candidate) ?? 0);
    return { candidates, units: columns.map((one) => permuted(one, order)) };
  }
  return { add, finish };
}

interface ReadRow {
  readonly unit: number;
  readonly code: number;
  readonly mark: number;
  readonly maximum: number;
}

/** Either a mark from 0 to its maximum stands, or a special code does and no mark. */
function readRow(
  row: MarkRow,
  units: ReadonlyMap<string, number>,
  codes: ReadonlyMap<string, number>,
  report: ReportCell,
): ReadRow | null {
  const unit = units.get(row.unit);
  if (unit === undefined) report("unit", `no unit "${row.unit}" in the rules`, "unit");
  if (row.code !== "") {
    const code = codes.get(row.code);
    if (code === undefined) report("code", `no special code "${row.code}" in the rules`, "code");
    if (row.mark !== "") report("mark-and-code", `a mark and the code ${row.code} on one line`, "mark");
    if (unit === undefined || code === undefined || row.mark !== "") return null;
    return { unit, code, mark: 0, maximum: 0 };
  }
  const bad = (["mark", "maximum"] as const).filter((column) => !WHOLE.test(row[column]));
  for (const column of bad) report(column, `"${row[column]}" is no whole number of thousandths`, column);
  const [mark, maximum] = [Number(row.mark), Number(row.maximum)];
  const tooHigh = bad.length === 0 && mark > maximum;
  if (tooHigh) report("mark", `the mark ${mark} is above its maximum ${maximum}`, "mark");
  if (unit === undefined || bad.length > 0 || tooHigh) return null;
  return { unit, code: MARK_STANDS, mark, maximum };
}

const emptyColumns = (length: number): UnitMarks => ({
  marks: new Float64Array(length),
  maxima: new Float64Array(length),
  codes: new Uint8Array(length).fill(NO_LINE),
});

function resized(columns: UnitMarks, length: number): UnitMarks {
  const larger = emptyColumns(length);
  larger.marks.set(columns.marks);
  larger.maxima.set(columns.maxima);
  larger.codes.set(columns.codes);
  return larger;
}

const permuted = ({ marks, maxima, codes }: UnitMarks, order: readonly number[]): UnitMarks => ({
  marks: Float64Array.from(order, (index) => marks[index] ?? 0),
  maxima: Float64Array.from(order, (index) => maxima[index] ?? 0),
  codes: Uint8Array.from(order, (index) => codes[index] ?? NO_LINE),
});
