/**
 * The numbered requirements of ranking and admissions (R1 to R45 of ResExam, listed in docs/ranking.md and
 * docs/allocation.md): each has a test whose title begins with its number.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, isTest, type Problem } from "./source-files.ts";

const LAST = 45;
/** A title that begins with a requirement's number. */
const TITLE = /\b(?:test|describe)(?:\.each\([^)]*\))?\(\s*(["'`])(R\d.*?)\1/g;
/** It may name others: "R1, R3: …", "R27: …; R28, R29: …". */
const NAMED = /\bR(\d+)(?=, R|: )/g;

/** Numbers that the titles of a test file quote. */
export const requirementsQuoted = (text: string): number[] =>
  [...text.matchAll(TITLE)].flatMap(([, , title = ""]) =>
    [...title.matchAll(NAMED)].map(([, number]) => Number(number)),
  );

/** Requirements without a test. */
export function checkRequirements(root: string): Problem[] {
  const tests = filesUnder(root, "services").filter(isTest);
  const quoted = new Set(tests.flatMap((path) => requirementsQuoted(readFileSync(join(root, path), "utf8"))));
  return Array.from({ length: LAST }, (_, index) => index + 1)
    .filter((number) => !quoted.has(number))
    .map((number) => ({ place: "infra/checks/requirements.ts", text: `no test's title quotes R${number}` }));
}
