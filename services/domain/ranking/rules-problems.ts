/** What of a set of ranking rules cannot work, with its place: rules that fit their schema but contradict themselves. */
import { below, type Problem } from "#domain/exam/problem";
import { coefficientsOf, outOf, type Ranking, type RankingRules, type TieBreak } from "#domain/ranking/rules";

type Report = (place: string, rule: string, message: string) => void;

/** Every contradiction of the rules; none: they can be ranked by. */
export function rulesProblems(rules: RankingRules): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (place, rule, message) => void problems.push({ place, rule, message });
  for (const list of ["units", "codes", "rankings"] as const) repeated(rules, list, report);
  checkCodes(rules, report);
  rules.rankings.forEach((ranking, n) => {
    const place = below("rankings", n);
    checkComputation(rules, ranking, place, report);
    checkSize(rules, ranking, place, report);
    ranking.tieBreaks.forEach((one, k) => {
      checkTieBreak(rules, one, below(below(place, "tieBreaks"), k), report);
    });
  });
  return problems;
}

function repeated(rules: RankingRules, list: "units" | "codes" | "rankings", report: Report): void {
  const seen = new Map<string, number>();
  rules[list].forEach(({ code }, n) => {
    const first = seen.get(code);
    if (first === undefined) seen.set(code, n);
    else report(below(below(list, n), "code"), "repeated", `"${code}" is already ${below(list, first)}`);
  });
}

function checkCodes(rules: RankingRules, report: Report): void {
  const rankings = new Set(rules.rankings.map(({ code }) => code));
  rules.codes.forEach((one, n) => {
    for (const ranking of Object.keys(one.in ?? {}))
      if (!rankings.has(ranking))
        report(below(below(below("codes", n), "in"), ranking), "unknown", `no ranking has the code "${ranking}"`);
  });
  const { missing } = rules;
  if (missing !== "refuse" && !rules.codes.some(({ code }) => code === missing.as))
    report("missing.as", "unknown", `no special code "${missing.as}"`);
}

function checkComputation(rules: RankingRules, ranking: Ranking, place: string, report: Report): void {
  const { coefficients, totals, ranks } = ranking;
  const at = below(place, "coefficients");
  if (totals !== "computed" && coefficients !== undefined)
    report(at, "not-computed", "coefficients count for nothing where totals are not computed");
  if (totals === "none" && ranks === "computed")
    report(below(place, "ranks"), "no-totals", "ranks cannot be computed without totals");
  if (ranks !== "computed" && ranking.tieBreaks.length > 0)
    report(below(place, "tieBreaks"), "not-computed", "tie-breaks count for nothing where ranks are not computed");
  if (totals !== "computed") return;
  if (coefficients === undefined) return report(at, "missing", "is missing: totals are computed");
  if (coefficients === "ects")
    rules.units.forEach((unit, n) => {
      if (unit.common === true && unit.ects === undefined)
        report(below(below("units", n), "ects"), "missing", `is missing: ${ranking.code} counts common units by ECTS`);
    });
  else
    for (const unit of Object.keys(coefficients))
      if (!rules.units.some(({ code }) => code === unit)) report(below(at, unit), "unknown", `no unit "${unit}"`);
  if (coefficientsOf(rules, ranking).size === 0) report(at, "no-units", "no unit counts");
}

/** Whole numbers are exact up to 2^53: a sum that could pass it would be rounded in silence. */
function checkSize(rules: RankingRules, ranking: Ranking, place: string, report: Report): void {
  if (Number.isSafeInteger(outOf(rules, ranking))) return;
  const why = "the largest total, Σ coefficient × scale, passes 2^53 − 1: totals would not be exact";
  report(below(place, "coefficients"), "too-large", why);
}

function checkTieBreak(rules: RankingRules, tieBreak: TieBreak, place: string, report: Report): void {
  if (tieBreak.by === "mark") {
    if (!rules.units.some(({ code }) => code === tieBreak.unit))
      report(below(place, "unit"), "unknown", `no unit "${tieBreak.unit}"`);
    return;
  }
  const listed = typeof tieBreak.as !== "string";
  if (listed !== (tieBreak.first === "listed"))
    report(below(place, "first"), "direction", 'is "listed" for a list of values, "highest" or "lowest" otherwise');
  if (typeof tieBreak.as !== "string" && new Set(tieBreak.as).size < tieBreak.as.length)
    report(below(place, "as"), "repeated", "a value stands twice");
}
