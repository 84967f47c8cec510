/** Rows of a separated text file (RFC 4180), in order, by the chunk: files of a sitting have millions of lines. */
import { createReadStream } from "node:fs";
import { BadInput } from "#cli/command";

export interface CsvRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const CHUNK_BYTES = 1 << 20;

/**
 * The header first. Comma or semicolon, whichever the header has more of; a quoted cell may hold line ends. Empty lines are
 * left out. Throws BadInput when the file is not there, not UTF-8, or ends inside a quoted cell.
 */
export async function* csvRows(path: string): AsyncGenerator<CsvRow[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [rest, line, separator] = ["", 1, ""];
  for await (const text of decoded(path, decoder)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    separator ||= separatorOf(lines[0] ?? rest);
    const { rows, open } = rowsOf(lines, line, separator);
    line += lines.length - (open === "" ? 0 : open.split("\n").length - 1);
    rest = open + rest;
    yield rows;
  }
  if (rest === "") return;
  const { rows, open } = rowsOf(rest.split("\n"), line, separator || separatorOf(rest));
  if (open !== "") throw new BadInput(`${path}: line ${line}: a quoted cell does not end`);
  yield rows;
}

async function* decoded(path: string, decoder: TextDecoder): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
      yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new BadInput(`${path}: not text in UTF-8`);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "EISDIR") throw new BadInput(`${path}: no such file`);
    throw error;
  }
}

/** Rows of whole lines; `open`: the lines, each with its end, of a last row whose quotes are still open. */
function rowsOf(lines: readonly string[], first: number, separator: string): { rows: CsvRow[]; open: string } {
  const rows: CsvRow[] = [];
  for (let n = 0; n < lines.length; n++) {
    const line = first + n;
    let text = lines[n] ?? "";
    while (quotesIn(text) % 2 === 1 && n + 1 < lines.length) text += `\n${lines[++n] ?? ""}`;
    if (quotesIn(text) % 2 === 1) return { rows, open: `${text}\n` };
    if (text.endsWith("\r")) text = text.slice(0, -1);
    if (text !== "") rows.push({ line, cells: cellsOf(text, separator) });
  }
  return { rows, open: "" };
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function cellsOf(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"';
    const end = quoted ? endOfQuoted(text, at) : text.length;
    const next = text.indexOf(separator, quoted ? end : at);
    const stop = next === -1 ? text.length : next;
    cells.push(quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, stop));
    if (next === -1) return cells;
    at = next + 1;
  }
}

/** Behind the quote that closes the cell that opens at `at`; the end of the text where stray quotes leave none. */
function endOfQuoted(text: string, at: number): number {
  let close = text.indexOf('"', at + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close === -1 ? text.length : close + 1;
}

function separatorOf(header: string): string {
  const count = (mark: string) => header.split(mark).length;
  return count(";") > count(",") ? ";" : ",";
}

/** A cell without the apostrophe that exports put in front of what a spreadsheet would run as a formula. */
export const plainCell = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20])/, "");
