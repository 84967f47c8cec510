/** The bytes of a table that an office exported, as rows: encoding and separator are found out, not asked. */
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import type { TableRow } from "#domain/exam/columns";

export interface Table {
  readonly encoding: "UTF-8" | "windows-1252" | "UTF-16";
  readonly separator: ";" | "," | "\t";
  readonly rows: readonly TableRow[];
}

/** A table whose text cannot be taken apart; the message names the line where it is known. */
export class UnreadableTable extends Error {
  override name = "UnreadableTable";
}

/** Rows of a separated text file, the header first, empty lines left out. Throws UnreadableTable. */
export function readTable(bytes: Buffer): Table {
  const { text, encoding } = decode(bytes);
  if (text.trim() === "") throw new UnreadableTable("the file is empty");
  const separator = separatorOf(text);
  return { encoding, separator, rows: split(text, separator) };
}

/**
 * UTF-8 when the bytes are valid UTF-8 (a text of another encoding with accents almost never is), else windows-1252,
 * which is what spreadsheets write in France.
 */
function decode(bytes: Buffer): { text: string; encoding: Table["encoding"] } {
  if (bytes.length >= 2 && bytes.readUInt16BE(0) === 0xfffe)
    return { text: iconv.decode(bytes, "utf16-le"), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: iconv.decode(bytes, "windows-1252"), encoding: "windows-1252" };
  }
}

/** The separator that cuts the header into most cells; quoted parts do not count. */
export function separatorOf(text: string): Table["separator"] {
  const header = (text.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = ([";", ",", "\t"] as const).map((separator) => ({
    separator,
    count: header.split(separator).length - 1,
  }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.count === 0) throw new UnreadableTable("line 1: no separator found; use ; or , or tab");
  return best.separator;
}

interface ParsedRow {
  record: string[];
  info: { lines: number };
}

function split(text: string, separator: string): TableRow[] {
  try {
    const parsed = parse(text, {
      delimiter: separator,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as ParsedRow[];
    return parsed
      .map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.normalize("NFC")) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    throw new UnreadableTable(error instanceof Error ? error.message : String(error));
  }
}
