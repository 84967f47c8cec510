/**
 * Totals of one ranking: Σ coefficient × mark over its units (R12), in whole numbers, so that no order of addition can
 * change one; and whom a special code excludes (R10).
 */
import { onCommonDenominator } from "#domain/marking/share";
import { MARK_STANDS, NO_LINE, NO_TOTAL, type CompetitionInput, type UnitMarks } from "#domain/ranking/input";
import {
  type CodeEffect,
  coefficientsOf,
  outOf,
  type Ranking,
  type RankingRules,
  type Unit,
} from "#domain/ranking/rules";

/** Marks of a unit brought to its scale, thousandths; meaningless where no mark stands or the maximum is 0. */
export function broughtToScale({ marks, maxima }: UnitMarks, { scale }: Unit): Float64Array {
  return marks.map((mark, candidate) => {
    const maximum = maxima[candidate] ?? 0;
    return maximum === scale || maximum === 0 ? mark : onCommonDenominator(mark, maximum, scale);
  });
}

/** Whether a mark stands that counts: no special code, and not annulled as a whole. */
export const markCounts = (unit: UnitMarks, candidate: number): boolean =>
  unit.codes[candidate] === MARK_STANDS && unit.maxima[candidate] !== 0;

/** Effect in one ranking of each value of `codes` (input.ts). Where a mark is annulled as a whole, the unit is neutral. */
function effectsIn(rules: RankingRules, ranking: Ranking): CodeEffect[] {
  const effects = rules.codes.map((one) => one.in?.[ranking.code] ?? one.effect);
  const table: CodeEffect[] = ["neutral", ...effects];
  const { missing } = rules;
  const standsFor = missing === "refuse" ? -1 : rules.codes.findIndex(({ code }) => code === missing.as);
  table[NO_LINE] = effects[standsFor] ?? "neutral";
  return table;
}

/**
 * Totals over the common denominator of the ranking (`outOf`); NO_TOTAL where no unit counts. A unit that is neutral for a
 * candidate is left out of both sums, and the total is brought back to the common denominator, rounded half up once:
 * total = Σ c × m × outOf ÷ Σ c × scale.
 */
export function computeTotals(
  rules: RankingRules,
  ranking: Ranking,
  input: CompetitionInput,
  brought: readonly Float64Array[],
): Float64Array {
  const count = input.candidates.length;
  const [sums, overs] = [new Float64Array(count), new Float64Array(count)];
  const effects = effectsIn(rules, ranking);
  const coefficients = coefficientsOf(rules, ranking);
  rules.units.forEach(({ code, scale }, n) => {
    const [coefficient, unit, marks] = [coefficients.get(code), input.units[n], brought[n]];
    if (coefficient === undefined || !unit || !marks) return;
    for (let candidate = 0; candidate < count; candidate++) {
      const counts = markCounts(unit, candidate);
      if (counts) sums[candidate] = (sums[candidate] ?? 0) + coefficient * (marks[candidate] ?? 0);
      if (counts || effects[unit.codes[candidate] ?? NO_LINE] === "zero")
        overs[candidate] = (overs[candidate] ?? 0) + coefficient * scale;
    }
  });
  const most = outOf(rules, ranking);
  return sums.map((sum, candidate) => {
    const over = overs[candidate] ?? 0;
    if (over === 0) return NO_TOTAL;
    return over === most ? sum : onCommonDenominator(sum, over, most);
  });
}

/** By candidate, 1 + index of the first unit whose special code excludes from this ranking; 0: none does. */
export function exclusions(rules: RankingRules, ranking: Ranking, input: CompetitionInput): Uint16Array {
  const excludedBy = new Uint16Array(input.candidates.length);
  const effects = effectsIn(rules, ranking);
  const coefficients = coefficientsOf(rules, ranking);
  rules.units.forEach(({ code }, n) => {
    const counts = coefficients.has(code);
    const excludes = effects.map((one) => one === "excludes-everywhere" || (one === "excludes-here" && counts));
    if (!excludes.includes(true)) return;
    input.units[n]?.codes.forEach((standing, candidate) => {
      // A line that is missing where nothing counts it says nothing.
      if (excludes[standing] !== true || (standing === NO_LINE && !counts)) return;
      if (excludedBy[candidate] === 0) excludedBy[candidate] = n + 1;
    });
  });
  return excludedBy;
}
