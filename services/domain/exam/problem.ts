/** One thing that is wrong in an imported file, with its place: `sections[2].items[4].options[1]`. */
export interface Problem {
  /** Name of the rule that is broken; negative fixtures are named after it. */
  readonly rule: string;
  /** Path within the file, indices from 0; empty for the file as a whole. */
  readonly place: string;
  readonly message: string;
  /** In a table: the line, from 1, and the heading of the column where one cell is meant. */
  readonly line?: number;
  readonly column?: string;
  /** What stands there, for whoever says it in other words. */
  readonly value?: string;
}

/** A problem of one line of a table. */
export const inLine = (
  line: number,
  rule: string,
  message: string,
  where: { readonly column?: string | undefined; readonly value?: string | undefined } = {},
): Problem => ({
  rule,
  place: `line ${line}`,
  message,
  line,
  ...(where.column === undefined ? {} : { column: where.column }),
  ...(where.value === undefined ? {} : { value: where.value }),
});

/** Joins a place and what is below it: a field name or an index. */
export function below(place: string, part: string | number): string {
  if (typeof part === "number") return `${place}[${part}]`;
  return place === "" ? part : `${place}.${part}`;
}

/** One line for a person: place first, then what is wrong. */
export function problemLine(problem: Problem): string {
  return problem.place === "" ? problem.message : `${problem.place}: ${problem.message}`;
}

/** Keeps the first problem of each place and message, so that two checks may see the same defect. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const line = problemLine(problem);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}
