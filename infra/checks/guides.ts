/** The guides quote screens: every picture they show must exist, every word in their quotation marks must be a text of a screen. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Problem } from "./source-files.ts";

/** What a text with a value in it is tried with: enough for singular and plural. */
const SAMPLES: readonly unknown[][] = [
  [1, 1, 1],
  [5, 5, 5],
];

/** Letters that matter to a reader: whatever the kind of space, with every number alike. */
const readable = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/\d[\d :]*\d|\d/g, "0")
    .replace(/[\s.:…]+$/, "")
    .trim();

/** All sentences of dictionaries, those with values included. */
export function sentencesOf(dictionary: unknown): string[] {
  if (typeof dictionary === "string") return [readable(dictionary)];
  if (typeof dictionary === "function") return SAMPLES.flatMap((values) => spoken(dictionary, values));
  if (typeof dictionary !== "object" || dictionary === null) return [];
  return Object.values(dictionary).flatMap(sentencesOf);
}
function spoken(text: unknown, values: readonly unknown[]): string[] {
  try {
    const said: unknown = (text as (...values: readonly unknown[]) => unknown)(...values);
    return typeof said === "string" ? [readable(said), beginningOf(readable(said))] : [];
  } catch {
    return []; // it is told something else than numbers
  }
}

/** What stands before the first value. */
const beginningOf = (said: string): string => (said.split("0")[0] ?? "").replace(/[\s,:(]+$/, "");

const QUOTED = { fr: /«\s([^»]+?)\s»/g, en: /“([^”]+)”/g } as const;
const PICTURE = /!\[[^\]]*\]\(([^)]+)\)/g;

/**
 * `path`: a guide, from the root. A quotation stands in the dictionaries whole, or is what a text says before its value
 * ("Saved at"). What is said aloud, and is on no screen, is written in italics instead.
 */
export function checkGuide(root: string, path: string, language: "fr" | "en", sentences: readonly string[]): Problem[] {
  const text = readFileSync(join(root, path), "utf8");
  const lineOf = (index: number) => text.slice(0, index).split("\n").length;
  const known = new Set(sentences);
  const pictures = [...text.matchAll(PICTURE)].flatMap(({ 1: target = "", index }) =>
    existsSync(join(root, posix.dirname(path), target))
      ? []
      : [{ place: `${path}:${lineOf(index)}`, text: `there is no picture ${target}` }],
  );
  const words = [...text.matchAll(QUOTED[language])].flatMap(({ 1: quoted = "", index }) =>
    known.has(readable(quoted)) ? [] : [{ place: `${path}:${lineOf(index)}`, text: `no screen says "${quoted}"` }],
  );
  return [...pictures, ...words];
}
