/** Files of marks: `marks.csv` of `amphi mark`, or a table that an office wrote (R8). */
import type { ProblemList } from "#cli/problem-list";
import { eachRow } from "#cli/ranking/table-stream";
import { type Columns, readColumns, type TableRow } from "#domain/exam/columns";
import { inLine } from "#domain/exam/problem";
import type { MarkBook, MarkRow } from "#domain/ranking/mark-book";
import { thousandthsOf } from "#domain/ranking/points";

/** `mark` and `maximum` are thousandths; `points` and `out of` are points, with decimals. */
const HEADINGS = {
  candidate: ["candidate", "candidat", "anonymity number", "numero d anonymat", "anonymat"],
  unit: ["unit", "unite", "ue", "paper", "epreuve"],
  mark: ["mark"],
  maximum: ["maximum"],
  points: ["points", "note"],
  outOf: ["out of", "sur"],
  code: ["code", "special code", "code special"],
} as const;
type Field = keyof typeof HEADINGS;

/** Adds every line of the file to the book, or complains of it. */
export async function readMarksFile(path: string, book: MarkBook, problems: ProblemList): Promise<void> {
  let columns: Columns<Field> | null = null;
  let usable = true;
  await eachRow(path, (row) => {
    if (columns === null) {
      const read = readHeading(row, path, problems);
      [columns, usable] = [read.columns, read.usable];
    } else if (usable) addRow(row, columns, path, book, problems);
  });
}

function readHeading(row: TableRow, path: string, problems: ProblemList) {
  const read = readColumns<Field>(HEADINGS, ["candidate", "unit"], row);
  for (const problem of read.problems) problems.add(path, problem);
  const has = (field: Field) => read.columns.at.has(field);
  const [thousandths, points] = [has("mark") && has("maximum"), has("points") && has("outOf")];
  const oneWay = thousandths !== points;
  if (!oneWay)
    problems.add(
      path,
      inLine(row.line, "column-missing", 'needs either "mark" and "maximum", or "points" and "out of"'),
    );
  return { columns: read.columns, usable: read.problems.length === 0 && oneWay };
}

function addRow(row: TableRow, columns: Columns<Field>, path: string, book: MarkBook, problems: ProblemList): void {
  const cell = (field: Field) => row.cells[columns.at.get(field) ?? -1] ?? "";
  if (row.cells.length !== columns.count) {
    const message = `${row.cells.length} cells where the heading has ${columns.count}`;
    return problems.add(path, inLine(row.line, "cell-count", message));
  }
  const inPoints = columns.at.has("points");
  const amount = (field: Field) => (inPoints ? (thousandthsOf(cell(field)) ?? cell(field)) : cell(field));
  const read: MarkRow = {
    candidate: cell("candidate"),
    unit: cell("unit"),
    mark: amount(inPoints ? "points" : "mark"),
    maximum: amount(inPoints ? "outOf" : "maximum"),
    code: cell("code"),
  };
  book.add(read, (rule, message) => {
    problems.add(path, inLine(row.line, rule, message));
  });
}
