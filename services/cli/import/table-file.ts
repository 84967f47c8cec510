import { readFileSync, statSync } from "node:fs";
import { Refusal } from "#cli/command";
import { refuseProblems } from "#cli/import/problems";
import type { Problem } from "#domain/exam/problem";
import { UnreadableTable } from "#preparation/table-text";

const FILE_BYTES_MAX = 50 * 1024 * 1024;

/** What `read` makes of a file's bytes. Throws Refusal with every problem of it. */
export function readTableFile<T extends { readonly problems: readonly Problem[] }>(
  path: string,
  read: (bytes: Buffer) => T,
): T {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Refusal(`${path}: no such file`);
  if (stat.size > FILE_BYTES_MAX) throw new Refusal(`${path}: larger than ${FILE_BYTES_MAX} bytes`);
  try {
    const file = read(readFileSync(path));
    refuseProblems(path, file.problems);
    return file;
  } catch (error) {
    if (error instanceof UnreadableTable) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}
