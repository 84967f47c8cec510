import type { Problem } from "#domain/exam/problem";
import { NO_LINE, type CompetitionInput } from "#domain/ranking/input";
import { coefficientsOf, type RankingRules } from "#domain/ranking/rules";

/**
 * Enrolled candidates without a line for a unit that counts, each candidate and unit once: with `"missing": "refuse"` a
 * forgotten line is not taken for an absence.
 */
export function missingMarks(rules: RankingRules, input: CompetitionInput): Problem[] {
  if (rules.missing !== "refuse") return [];
  return rules.units.flatMap(({ code }, n) => {
    const counting = rules.rankings.flatMap((ranking, k) =>
      coefficientsOf(rules, ranking).has(code) ? [{ ranking, enrolled: input.rankings[k]?.enrolled }] : [],
    );
    const found: Problem[] = [];
    input.units[n]?.codes.forEach((standing, candidate) => {
      if (standing !== NO_LINE) return;
      const where = counting.filter(({ enrolled }) => enrolled?.[candidate] === 1).map(({ ranking }) => ranking.code);
      if (where.length === 0) return;
      const message = `candidate ${input.candidates[candidate] ?? ""} has no line for ${code}, which counts in ${where.join(", ")}`;
      found.push({ place: "", rule: "mark-missing", message });
    });
    return found;
  });
}
