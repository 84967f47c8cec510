/**
 * The numbered requirements of ranking and admissions (R1 to R45 of ResExam, listed in docs/ranking.md and
 * docs/allocation.md): each has a test whose title begins with its number, or is named here as one of the portal.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, isTest, type Problem } from "./source-files.ts";

const LAST = 45;
/** What people do on the portal's screens: their tests come with these. Each leaves the list when it has one. */
const PORTAL: ReadonlySet<number> = new Set([43, 45]);
/** A title that begins with a requirement's number. */
const TITLE = /\b(?:test|describe)(?:\.each\([^)]*\))?\(\s*(["'`])(R\d.*?)\1/g;
/** It may name others: "R1, R3: …", "R27: …; R28, R29: …". */
const NAMED = /\bR(\d+)(?=, R|: )/g;

/** Numbers that the titles of a test file quote. */
export const requirementsQuoted = (text: string): number[] =>
  [...text.matchAll(TITLE)].flatMap(([, , title = ""]) =>
    [...title.matchAll(NAMED)].map(([, number]) => Number(number)),
  );

/** Requirements without a test, and portal ones that have got one. */
export function checkRequirements(root: string): Problem[] {
  const tests = filesUnder(root, "services").filter(isTest);
  const quoted = new Set(tests.flatMap((path) => requirementsQuoted(readFileSync(join(root, path), "utf8"))));
  const place = "infra/checks/requirements.ts";
  return Array.from({ length: LAST }, (_, index) => index + 1).flatMap((number) => {
    if (quoted.has(number) !== PORTAL.has(number)) return [];
    const text = quoted.has(number) ? `R${number} has a test: it leaves the list` : `no test's title quotes R${number}`;
    return [{ place, text }];
  });
}
