import { readFileSync, statSync } from "node:fs";
import type { z } from "zod";
import { BadInput } from "#cli/command";
import { problemLine } from "#domain/exam/problem";
import { schemaProblems } from "#preparation/schema-problems";

const BYTES_MAX = 200 * 1024 * 1024;

/** A JSON file that fits its schema. Throws BadInput with every problem of it. */
export function readJsonFile<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new BadInput(`${path}: no such file`);
  if (stat.size > BYTES_MAX) throw new BadInput(`${path}: larger than ${BYTES_MAX} bytes`);
  const value = parsed(path);
  const problems = schemaProblems(schema, value);
  if (problems.length > 0) throw new BadInput(...problems.map((one) => `${path}: ${problemLine(one)}`));
  return schema.parse(value);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadInput(`${path}: no JSON: ${error.message}`);
    throw error;
  }
}
