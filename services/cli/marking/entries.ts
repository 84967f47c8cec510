/** Answers in force, candidate by candidate, from `counted-answers.csv` of an export; and entries that were set aside. */
import { csvRows, plainCell } from "#cli/marking/csv-rows";
import type { ProblemList } from "#cli/problem-list";
import { SET_ASIDE_REASONS } from "#domain/answer/rule";
import type { Column } from "#domain/marking/column";
import type { AnswerInForce } from "#domain/marking/run-digest";
import type { SetAsideEntry } from "#domain/marking/set-aside";

export interface CandidateEntries {
  readonly anonymityNumber: string;
  /** Line of the file where the candidate begins. */
  readonly line: number;
  /** By column. */
  readonly inForce: (AnswerInForce | null)[];
}
const COLUMNS = ["anonymity_number", "item_id", "epoch", "seq", "value"] as const;
type ColumnName = (typeof COLUMNS)[number] | "reason";

/** Candidates in ascending order of number, as exports have them: a file of any size is read in one pass. */
export async function* candidateEntries(
  path: string,
  columns: readonly Column[],
  problems: ProblemList,
): AsyncGenerator<CandidateEntries> {
  const read = entryReader(path, columns, COLUMNS, problems);
  let open: CandidateEntries | null = null;
  for await (const rows of csvRows(path))
    for (const { line, cells } of rows) {
      const row = read(line, cells);
      if (row === null) continue;
      const { anonymityNumber, column, entry } = row;
      if (open === null || anonymityNumber !== open.anonymityNumber) {
        if (open !== null) {
          yield open;
          if (anonymityNumber < open.anonymityNumber)
            problems.say(
              `${path}: line ${line}: candidate ${anonymityNumber} after ${open.anonymityNumber}: ` +
                "sort the lines below the header by their first column (LC_ALL=C sort -t, -k1,1)",
            );
        }
        open = { anonymityNumber, line, inForce: new Array<AnswerInForce | null>(columns.length).fill(null) };
      }
      if (open.inForce[column] != null)
        problems.say(`${path}: line ${line}: a second answer of ${anonymityNumber} to "${columns[column]?.item.id}"`);
      open.inForce[column] = entry;
    }
  if (open !== null) yield open;
}

/** `set-aside.csv` of an export: entries by anonymity number. */
export async function readSetAside(
  path: string,
  columns: readonly Column[],
  problems: ProblemList,
): Promise<Map<string, SetAsideEntry[]>> {
  const byCandidate = new Map<string, SetAsideEntry[]>();
  const read = entryReader(path, columns, [...COLUMNS, "reason"], problems);
  for await (const rows of csvRows(path))
    for (const { line, cells } of rows) {
      const row = read(line, cells);
      if (row === null) continue;
      const reason = SET_ASIDE_REASONS.find((one) => one === row.reason);
      if (reason === undefined) problems.say(`${path}: line ${line}: "${row.reason}" is no reason to set aside`);
      else {
        const list = byCandidate.get(row.anonymityNumber) ?? [];
        list.push({ ...row.entry, column: row.column, reason });
        byCandidate.set(row.anonymityNumber, list);
      }
    }
  return byCandidate;
}

interface EntryRow {
  readonly anonymityNumber: string;
  readonly column: number;
  readonly entry: AnswerInForce;
  readonly reason: string;
}
function entryReader(
  path: string,
  columns: readonly Column[],
  needed: readonly ColumnName[],
  problems: ProblemList,
): (line: number, cells: readonly string[]) => EntryRow | null {
  const columnOf = new Map(columns.map(({ item }, n) => [item.id, n]));
  let at: Readonly<Record<ColumnName, number>> | null = null;
  let isBroken = false;
  return (line, cells) => {
    const say = (text: string) => {
      problems.say(`${path}: line ${line}: ${text}`);
      return null;
    };
    if (at === null) {
      const indices = Object.fromEntries([...COLUMNS, "reason"].map((name) => [name, cells.indexOf(name)]));
      at = indices as Record<ColumnName, number>;
      for (const name of needed) if (at[name] === -1) say(`the column ${name} is missing`);
      isBroken = needed.some((name) => indices[name] === -1);
      return null;
    }
    if (isBroken) return null;
    const cell = (name: ColumnName) => cells[at?.[name] ?? -1] ?? "";
    const anonymityNumber = plainCell(cell("anonymity_number"));
    const itemId = plainCell(cell("item_id"));
    const [epoch, seq] = [Number(cell("epoch")), Number(cell("seq"))];
    const column = columnOf.get(itemId);
    if (anonymityNumber === "") return say("no anonymity number");
    if (column === undefined) return say(`the papers have no item "${itemId}"`);
    if (!isWhole(epoch) || !isWhole(seq))
      return say(`epoch and seq are whole numbers, not "${cell("epoch")}" and "${cell("seq")}"`);
    const answer = columns[column]?.answer(cell("value")) ?? null;
    if (answer === null) return say(`${cell("value")} is no answer`);
    return { anonymityNumber, column, entry: { answer, epoch, seq }, reason: cell("reason") };
  };
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
