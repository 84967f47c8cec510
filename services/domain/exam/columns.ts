/** Which column of a table says what: by headings in French or English, in any case, with or without accents. */
import { inLine, type Problem } from "#domain/exam/problem";

export interface TableRow {
  /** Line of the file where the row ends, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Columns<Field extends string> {
  /** Index of each field's column; absent when the file has none. */
  readonly at: ReadonlyMap<Field, number>;
  /** Every other column, by its heading as written. */
  readonly others: readonly { readonly index: number; readonly name: string }[];
  readonly count: number;
  /** The heading of a field's column as written; undefined when the file has none. */
  heading(field: Field): string | undefined;
}

/** `N° étudiant` → `n etudiant`. */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** Finds the columns in the heading row; with problems when a needed one is missing, or one is unnamed or named twice. */
export function readColumns<Field extends string>(
  known: Readonly<Record<Field, readonly string[]>>,
  needed: readonly Field[],
  heading: TableRow,
): { columns: Columns<Field>; problems: Problem[] } {
  const fields = Object.keys(known) as Field[];
  const problems: Problem[] = [];
  const report = (rule: string, message: string, value: string) =>
    problems.push(inLine(heading.line, rule, message, { value }));
  const at = new Map<Field, number>();
  const others: { index: number; name: string }[] = [];
  heading.cells.forEach((cell, index) => {
    const name = folded(cell);
    const field = fields.find((one) => known[one].includes(name));
    if (name === "") report("column-without-heading", `column ${index + 1} has no heading`, String(index + 1));
    else if (field !== undefined && at.has(field))
      report("column-repeated", `"${cell}" names the ${field} again`, cell);
    else if (field !== undefined) at.set(field, index);
    else if (others.some((one) => folded(one.name) === name)) report("column-repeated", `"${cell}" stands twice`, cell);
    else others.push({ index, name: cell });
  });
  for (const field of needed)
    if (!at.has(field))
      report(
        "column-missing",
        `no column for ${field}: ${known[field].slice(0, 4).join(", ")}…`,
        known[field].join(", "),
      );
  const headingOf = (field: Field) => heading.cells[at.get(field) ?? -1];
  return { columns: { at, others, count: heading.cells.length, heading: headingOf }, problems };
}
