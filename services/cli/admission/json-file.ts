/** JSON files given on the command line: whatever is wrong with them as files is said in one line, and ends with 2. */
import { constants } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { BadInput } from "#cli/command";
import { type Problem, problemLine } from "#domain/exam/problem";

/** Throws BadInput when it cannot be read, is not UTF-8 or not JSON, or is larger than one text can be in this process. */
export async function readJson(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > constants.MAX_STRING_LENGTH)
      throw new BadInput(`${path}: ${size} bytes; at most ${constants.MAX_STRING_LENGTH} can be read as one JSON text`);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    if (error instanceof SyntaxError) throw new BadInput(`${path}: not JSON: ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new BadInput(`${path}: no such file`);
    throw new BadInput(`${path}: ${message}`);
  }
}

/** Throws BadInput with every problem. `outcome`: what was not done. */
export function refuseInput(path: string, problems: readonly Problem[], outcome: string): never {
  const { length } = problems;
  throw new BadInput(
    ...problems.map((problem) => `${path}: ${problemLine(problem)}`),
    `${length} ${length === 1 ? "problem" : "problems"}; ${outcome}`,
  );
}
