/** What was written to a file since the last time, in whole lines. */
import { closeSync, openSync, readSync } from "node:fs";

/** One look reads no more: a ledger grows by a megabyte a second at most, and a look that is behind goes on at the next. */
const BYTES_MAX = 4 * 1024 * 1024;

/** Returns what to call for the lines that came; none while the file is not there. */
export function tailOf(file: string): () => string[] {
  let offset = 0;
  let rest = Buffer.alloc(0);
  let handle: number | null = null;
  const chunk = Buffer.alloc(BYTES_MAX);
  return () => {
    handle ??= opened(file);
    if (handle === null) return [];
    const bytes = readSync(handle, chunk, 0, BYTES_MAX, offset);
    if (bytes === 0) return [];
    offset += bytes;
    const text = Buffer.concat([rest, chunk.subarray(0, bytes)]);
    const end = text.lastIndexOf(10) + 1;
    rest = Buffer.from(text.subarray(end));
    return text.subarray(0, end).toString("utf8").split("\n").filter(Boolean);
  };
}

function opened(file: string): number | null {
  try {
    const handle = openSync(file, "r");
    process.once("exit", () => closeSync(handle));
    return handle;
  } catch {
    return null; // k6 makes it with its first line
  }
}
