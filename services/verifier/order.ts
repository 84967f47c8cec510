/** Who comes before whom: one comparison of two candidates, criterion after criterion. */
import type { Candidate, Ranking, Rules, TieBreak } from "./file.ts";
import { markOver } from "./totals.ts";

export interface Ranked {
  readonly candidate: Candidate;
  readonly total: bigint;
}
/** Below zero: the first comes before the second. */
export type Comparison = (a: Ranked, b: Ranked) => number;

/** `keyOf`: the lottery's key, or null without a lottery: two equals then throw. */
export function comparisonOf(
  rules: Rules,
  ranking: Ranking,
  keyOf: ((candidate: string) => string) | null,
): Comparison {
  return (a, b) => {
    if (a.total !== b.total) return a.total > b.total ? -1 : 1;
    for (const tieBreak of ranking.tieBreaks) {
      const [x, y] = [a, b].map(({ candidate }) => valueOf(rules, tieBreak, candidate));
      const difference = compareValues(tieBreak, x ?? null, y ?? null);
      if (difference !== 0) return difference;
    }
    const [x, y] = [a.candidate.candidate, b.candidate.candidate];
    if (x === y) return 0;
    if (keyOf === null) throw new Error(`${ranking.code}: ${x} and ${y} are equal, and there is no lottery`);
    return keyOf(x) < keyOf(y) ? -1 : 1;
  };
}

type Value = bigint | string;

function valueOf(rules: Rules, tieBreak: TieBreak, candidate: Candidate): Value | null {
  if (tieBreak.by === "mark") {
    const mark = markOver(rules, candidate, tieBreak.unit ?? "");
    return mark ?? (tieBreak.missing === "zero" ? 0n : null);
  }
  const text = candidate.fields?.[tieBreak.field ?? ""];
  if (text === undefined)
    throw new Error(`candidate ${candidate.candidate}: "${tieBreak.field ?? ""}" decides, and is not in the file`);
  if (text === "") return null;
  if (tieBreak.as === "number") return BigInt(text);
  if (tieBreak.as === "text") return text;
  if (tieBreak.as === "date") return BigInt(isoDate(text).replaceAll("-", ""));
  return BigInt((tieBreak.as ?? []).indexOf(text));
}

/** 29/02/2004 as 2004-02-29. */
const isoDate = (text: string): string => (text.includes("/") ? text.split("/").reverse().join("-") : text);

function compareValues(tieBreak: TieBreak, x: Value | null, y: Value | null): number {
  if (x === y) return 0;
  if (x === null || y === null) return (x === null) === (tieBreak.missing === "first") ? -1 : 1;
  const smallerFirst = tieBreak.first !== "highest";
  return x < y === smallerFirst ? -1 : 1;
}
