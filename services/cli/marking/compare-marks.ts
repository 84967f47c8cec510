import { BadInput, type Command, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments } from "#cli/import/arguments";
import { csvRows, plainCell } from "#cli/marking/csv-rows";
import { MARK_COLUMNS, OWN_COLUMNS } from "#domain/marking/mark-lines";
import { createProblemList, type ProblemList } from "#cli/problem-list";
import { writeLines } from "#cli/whole-file";
import { type CandidateChange, changeOf, type ChangeSummary, type MarkRow, summaryOf } from "#domain/marking/compare";
import { csvCell } from "#domain/marking/csv-cell";

/** What a second run changes: from two files of marks alone, whatever made them. */
export const compareMarksCommand: Command = {
  path: ["compare-marks"],
  usage: "compare-marks BEFORE.csv AFTER.csv [--out changes.csv]",
  summary: "says who changed between two files of marks, by how much and through which items; exit 1 when anybody did",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { out: { type: "string" } });
    const [beforePath, afterPath, ...rest] = positionals;
    if (beforePath === undefined || afterPath === undefined || rest.length > 0)
      throw new UsageError("two files of marks are needed");
    const problems = createProblemList();
    const [before, after] = [await readMarks(beforePath, problems), await readMarks(afterPath, problems)];
    problems.refuse();
    const { changes, lines } = changesBetween(before, after);
    if (values.out !== undefined) await writeLines([{ path: values.out, lines: changeLines(changes) }]);
    sayChanges(summaryOf(lines, changes), context);
    return changes.length === 0 ? 0 : 1;
  },
};

/** By candidate and unit. */
type Marks = ReadonlyMap<string, { candidate: string; unit: string; row: MarkRow }>;

export function changesBetween(before: Marks, after: Marks): { changes: CandidateChange[]; lines: number } {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes = keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const { candidate = "", unit = "" } = is ?? was ?? {};
    return changeOf(candidate, unit, was?.row ?? null, is?.row ?? null) ?? [];
  });
  return { changes, lines: keys.length };
}

async function readMarks(path: string, problems: ProblemList): Promise<Marks> {
  const marks = new Map<string, { candidate: string; unit: string; row: MarkRow }>();
  let header: readonly string[] | null = null;
  for await (const rows of csvRows(path))
    for (const { line, cells } of rows) {
      const say = (text: string) => problems.say(`${path}: line ${line}: ${text}`);
      if (header === null) {
        header = cells.map(plainCell);
        if (MARK_COLUMNS.some((name, n) => header?.[n] !== name))
          throw new BadInput(`${path}: line ${line}: the columns are ${MARK_COLUMNS.join(", ")}, then items`);
        continue;
      }
      if (cells.length !== header.length) say(`${cells.length} cells where ${header.length} belong`);
      const [candidate = "", unit = "", mark = "", maximum = "", code = "", ...others] = cells.map(plainCell);
      const names = header.slice(MARK_COLUMNS.length);
      const own: readonly string[] = OWN_COLUMNS;
      const items = new Map(
        names.flatMap((name, n) => (own.includes(name) ? [] : [[name, numberIn(others[n] ?? "", say)] as const])),
      );
      const key = JSON.stringify([candidate, unit]);
      if (marks.has(key)) say(`a second line of ${candidate} in ${unit}`);
      const row = { mark: numberIn(mark, say), maximum: numberIn(maximum, say) ?? 0, code: code || null, items };
      if ((row.mark === null) === (row.code === null)) say("a mark or a code, and one of them");
      marks.set(key, { candidate, unit, row });
    }
  if (header === null) throw new BadInput(`${path}: the file is empty`);
  return marks;
}

function numberIn(text: string, say: (problem: string) => void): number | null {
  if (text !== "" && !/^\d{1,15}$/.test(text)) say(`"${text}" is no mark in thousandths`);
  return text === "" ? null : Number(text);
}

function* changeLines(changes: readonly CandidateChange[]): Generator<string> {
  yield "candidate,unit,before,after,change,items\n";
  for (const { candidate, unit, before, after, by, items } of changes) {
    const shown = (row: MarkRow | null) => row?.mark ?? row?.code ?? "";
    const changed = items.map((one) => `${one.item}: ${one.before ?? "out"} → ${one.after ?? "out"}`);
    const who = [csvCell(candidate), csvCell(unit)];
    yield `${[...who, shown(before), shown(after), by ?? "", csvCell(changed.join(" | "))].join(",")}\n`;
  }
}

const ITEMS_SHOWN = 20;

export function sayChanges(summary: ChangeSummary, context: Pick<CliContext, "out">): void {
  const { lines, changed, higher, lower, mostGained, mostLost, items } = summary;
  context.out(
    `${changed} of ${lines} changed: ${higher} higher (at most +${mostGained}), ${lower} lower (at most ${mostLost})`,
  );
  for (const { item, candidates } of items.slice(0, ITEMS_SHOWN)) context.out(`  ${item}: ${candidates}`);
  if (items.length > ITEMS_SHOWN) context.out(`  and ${items.length - ITEMS_SHOWN} more items`);
}
