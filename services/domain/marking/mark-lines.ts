/** Lines of `marks.csv` and `why.csv` (docs/formats.md). */
import { csvCell } from "#domain/marking/csv-cell";
import type { CandidateAnswers, CandidateMarks, Marking } from "#domain/marking/run";
import { OUT } from "#domain/marking/run";
import { rulingInWords, whyInWords } from "#domain/marking/why";

/** The contract with the ranking; what each item was worth stands behind. */
export const MARK_COLUMNS = ["candidate", "unit", "mark", "maximum", "code"] as const;
export const OWN_COLUMNS = ["own_mark", "own_maximum"] as const;

export const marksHeader = ({ columns }: Marking): string => marksHeaderOf(columns.map(({ item }) => item.id));
export const marksHeaderOf = (itemIds: readonly string[]): string =>
  lineOf([...MARK_COLUMNS, ...OWN_COLUMNS, ...itemIds.map(csvCell)]);

/** What a line needs of a candidate's marks; items by column. */
export type LineMarks = Pick<CandidateMarks, "anonymityNumber" | "mark" | "maximum" | "code" | "own"> & {
  readonly items: ArrayLike<number>;
};
export function marksLine(unit: string, of: LineMarks): string {
  const items = Array.from(of.items, (mark) => (mark === OUT ? "" : mark));
  const start = [csvCell(of.anonymityNumber), csvCell(unit), of.mark ?? "", of.maximum, of.code ?? ""];
  return lineOf([...start, of.own.mark, of.own.maximum, ...items]);
}

export const WHY_HEADER = lineOf(["candidate", "item", "mark", "maximum", "answer", "why"]);

/** One line per item of the paper that was taken; an item of another paper has none. */
export function whyLines(marking: Marking, { paper, absent, answers }: CandidateAnswers, of: CandidateMarks): string {
  const lines = marking.columns.map((column, n) => {
    if (column.paper !== paper || absent) return "";
    const ruling = of.ruled[n] ?? null;
    const answer = answers[n] ?? column.noAnswer;
    const mark = of.items[n] ?? OUT;
    const why = ruling === null ? whyInWords(answer.marked.why) : rulingInWords(ruling);
    const worth = mark === OUT ? ["", ""] : [mark, column.item.weight];
    return lineOf([csvCell(of.anonymityNumber), csvCell(column.item.id), ...worth, csvCell(answer.text), csvCell(why)]);
  });
  return lines.join("");
}

function lineOf(cells: readonly (string | number)[]): string {
  return `${cells.join(",")}\n`;
}
