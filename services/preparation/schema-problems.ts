/** What a schema refuses, as problems with their place, in words for an author. */
import type { z } from "zod";
import { below, type Problem } from "#domain/exam/problem";
import { isRecord } from "#domain/exam/json-tree";

/** Every problem that the schema sees in a JSON value; none when it fits. */
export function schemaProblems(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => problemOf(issue, value));
}

function problemOf(issue: z.core.$ZodIssue, root: unknown): Problem {
  const place = issue.path.reduce<string>((at, part) => below(at, typeof part === "symbol" ? String(part) : part), "");
  const value = valueAt(root, issue.path);
  const shown = typeof value === "string" || typeof value === "number" ? { value: String(value) } : {};
  return { rule: "schema", place, message: messageOf(issue, value), ...shown };
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "unrecognized_keys") return `unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  if (value === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be ${issue.expected === "int" ? "a whole number" : issue.expected}`;
  if (issue.code === "invalid_union") return `${JSON.stringify(value)} is not one of the known values`;
  if (issue.code === "invalid_format") return `${JSON.stringify(value)} is not well formed`;
  return issue.message;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => {
    if (Array.isArray(at)) return at[Number(part)];
    return isRecord(at) ? at[String(part)] : undefined;
  }, root);
}

/** Schema problems that the completeness check has not already told in better words for the same place. */
export const besides = (told: readonly Problem[], schema: readonly Problem[]): Problem[] => {
  const places = new Set(told.map((one) => one.place));
  return schema.filter((one) => !places.has(one.place));
};
