/** Sheets of a review: what a reviewer gets, fills in, and gives back. */
import { csvRows, plainCell } from "#cli/marking/csv-rows";
import type { ProblemList } from "#cli/problem-list";
import type { ReviewGroup, Verdict } from "#domain/marking/review";
import { csvCell } from "#domain/marking/csv-cell";

const COLUMNS = ["item", "text", "candidates", "written", "verdict"] as const;

export function sheetText(groups: readonly ReviewGroup[]): string {
  const lines = groups.map(({ item, text, candidates, written }) =>
    [csvCell(item), csvCell(text), candidates, csvCell(written.join(" | ")), ""].join(","),
  );
  return [COLUMNS.join(","), ...lines, ""].join("\n");
}

export interface SheetLine {
  readonly group: ReviewGroup;
  /** Null: not judged. */
  readonly verdict: Verdict | null;
}
/** By item and text. */
export type Sheet = ReadonlyMap<string, SheetLine>;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  yes: "accept",
  oui: "accept",
  accept: "accept",
  no: "refuse",
  non: "refuse",
  refuse: "refuse",
};

export async function readSheet(path: string, problems: ProblemList): Promise<Sheet> {
  const sheet = new Map<string, SheetLine>();
  let header: readonly string[] | null = null;
  for await (const rows of csvRows(path))
    for (const { line, cells } of rows) {
      const say = (text: string) => problems.say(`${path}: line ${line}: ${text}`);
      if (header === null) {
        header = cells;
        for (const name of COLUMNS) if (!cells.includes(name)) say(`the column ${name} is missing`);
        continue;
      }
      const at = header;
      const cell = (name: (typeof COLUMNS)[number]) => plainCell(cells[at.indexOf(name)] ?? "").trim();
      const said = cell("verdict").toLowerCase();
      if (said !== "" && !Object.hasOwn(VERDICTS, said)) say(`"${cell("verdict")}" is neither yes nor no`);
      const group = {
        item: cell("item"),
        text: cell("text"),
        candidates: Number(cell("candidates")),
        written: cell("written").split(" | "),
      };
      const key = keyOf(group);
      if (sheet.has(key)) say(`"${group.text}" of ${group.item} stands twice`);
      sheet.set(key, { group, verdict: VERDICTS[said] ?? null });
    }
  return sheet;
}

export const keyOf = ({ item, text }: Pick<ReviewGroup, "item" | "text">): string => JSON.stringify([item, text]);
