/** The total that a candidate should have in a ranking, or why there is none. */
import type { Candidate, Ranking, Rules } from "./file.ts";

export type Expected = { readonly total: bigint | null; readonly status: string };

/** a ÷ b, halves up. */
const rounded = (a: bigint, b: bigint): bigint => {
  const [whole, rest] = [a / b, a % b];
  return 2n * rest >= b ? whole + 1n : whole;
};

export function coefficientOf(rules: Rules, ranking: Ranking, unit: string): bigint {
  if (ranking.totals !== "computed") return 0n;
  if (ranking.coefficients !== "ects") return BigInt(ranking.coefficients?.[unit] ?? 0);
  const found = rules.units.find(({ code, common }) => code === unit && common === true);
  return BigInt(found?.ects ?? 0);
}

/** A mark over its own maximum, over the scale of the unit; null where a code stands, or all of it is annulled. */
export function markOver(rules: Rules, candidate: Candidate, unit: string): bigint | null {
  const standing = candidate.marks[unit];
  const scale = rules.units.find(({ code }) => code === unit)?.scale;
  if (standing === undefined || typeof standing === "string" || scale === undefined) return null;
  const [mark, maximum] = standing;
  return maximum === 0 ? null : rounded(BigInt(mark) * BigInt(scale), BigInt(maximum));
}

/** What a unit without a mark does to this candidate here. */
function effectOf(rules: Rules, ranking: Ranking, candidate: Candidate, unit: string): string {
  const standing = candidate.marks[unit] ?? (rules.missing === "refuse" ? "" : rules.missing.as);
  if (typeof standing !== "string") return "neutral";
  const code = rules.codes.find((one) => one.code === standing);
  if (!code) throw new Error(`candidate ${candidate.candidate}: ${unit}: no rule says what "${standing}" does`);
  return code.in?.[ranking.code] ?? code.effect;
}

export function expectedTotal(rules: Rules, ranking: Ranking, candidate: Candidate): Expected {
  const enrolled = ranking.enrolled === "everyone" || (candidate.enrolled ?? []).includes(ranking.code);
  if (!enrolled) return { total: null, status: "not-enrolled" };
  let [sum, over, whole, excluded] = [0n, 0n, 0n, false];
  for (const { code, scale } of rules.units) {
    const coefficient = coefficientOf(rules, ranking, code);
    whole += coefficient * BigInt(scale);
    const mark = markOver(rules, candidate, code);
    if (mark !== null) {
      sum += coefficient * mark;
      over += coefficient * BigInt(scale);
      continue;
    }
    if (coefficient === 0n && candidate.marks[code] === undefined) continue;
    const effect = effectOf(rules, ranking, candidate, code);
    if (effect === "zero") over += coefficient * BigInt(scale);
    if (effect === "excludes-everywhere" || (effect === "excludes-here" && coefficient > 0n)) excluded = true;
  }
  if (excluded && ranking.ranks !== "imported") return { total: null, status: "excluded" };
  const given = candidate.values?.[ranking.code];
  if (ranking.totals === "computed" && over === 0n) return { total: null, status: "no-mark" };
  if (ranking.totals === "imported" && given?.total === undefined) return { total: null, status: "no-value" };
  const imported = given?.total === undefined ? null : BigInt(given.total);
  const total = ranking.totals === "computed" ? rounded(sum * whole, over) : imported;
  if (ranking.ranks === "imported" && given?.rank === undefined) return { total, status: "no-value" };
  return { total, status: ranking.ranks === "none" ? "unranked" : "ranked" };
}
