/** Rows of a separated text file of any size, one after the other: memory holds a piece of it at a time. */
import { createReadStream, openSync, readSync, closeSync, statSync } from "node:fs";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import iconv from "iconv-lite";
import { BadInput } from "#cli/command";
import type { TableRow } from "#domain/exam/columns";
import { separatorOf, UnreadableTable } from "#preparation/table-text";

const HEAD_BYTES = 64 * 1024;
const ROWS_PER_TURN = 1000;

/**
 * Calls `row` with every row that is not empty, the heading first. UTF-8, UTF-16 and windows-1252, separated by ; , or tab,
 * as spreadsheets write them. Throws BadInput where the text cannot be taken apart.
 */
export async function eachRow(path: string, row: (row: TableRow) => void): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BadInput(`${path}: no such file`);
  const encoding = await encodingOf(path);
  const parser = parse({
    delimiter: separatorIn(path, encoding),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const taken = new Writable({
    objectMode: true,
    highWaterMark: ROWS_PER_TURN,
    write({ record, info }: { record: string[]; info: { lines: number } }, _encoding, done) {
      if (record.some((cell) => cell !== "")) row({ line: info.lines, cells: record });
      done();
    },
  });
  try {
    await pipeline(createReadStream(path), iconv.decodeStream(encoding), parser, taken);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))
      throw new BadInput(`${path}: ${error.message}`);
    throw error;
  }
}

/** UTF-8 when all bytes are valid UTF-8; a text of another encoding with accents almost never is. */
async function encodingOf(path: string): Promise<"utf8" | "utf16-le" | "win1252"> {
  if (
    headOf(path)
      .subarray(0, 2)
      .equals(Buffer.from([0xff, 0xfe]))
  )
    return "utf16-le";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of createReadStream(path)) decoder.decode(piece as Buffer, { stream: true });
    decoder.decode();
    return "utf8";
  } catch (error) {
    if (error instanceof TypeError) return "win1252";
    throw error;
  }
}

function separatorIn(path: string, encoding: string): string {
  const head = iconv.decode(headOf(path), encoding);
  if (head.trim() === "") throw new BadInput(`${path}: the file is empty`);
  try {
    return separatorOf(head);
  } catch (error) {
    if (error instanceof UnreadableTable) return ","; // one column: a list
    throw error;
  }
}

function headOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
