/**
 * Everything that a ranking is computed from, as one text: its hash says whether a ranking is still that of its inputs (R11).
 * The order of lines and columns in files, and whatever the ranking does not look at, leave it as it is.
 */
import { canonicalJson } from "#domain/marking/canonical-json";
import { NO_RANK, NO_TOTAL, type CompetitionInput } from "#domain/ranking/input";
import { fieldsOf, type RankingRules } from "#domain/ranking/rules";
import { standingOf } from "#domain/ranking/standing";

/** Lines of the text, each with its line feed. `lottery`: the seed, hexadecimal, or null. */
export function* inputsText(
  rules: RankingRules,
  input: CompetitionInput,
  lottery: string | null,
): Generator<string, void> {
  yield `amphi ranking inputs v1\n${canonicalJson(rules)}\n${lottery ?? "no lottery"}\n`;
  const fields = fieldsOf(rules);
  for (const [index, candidate] of input.candidates.entries()) {
    const standings = rules.units.map((_, unit) => standingOf(rules, input, unit, index));
    const values = fields.map((field) => input.fields.get(field)?.[index] ?? "");
    const rankings = input.rankings.map(({ enrolled, totals, ranks }) => [
      enrolled[index] ?? 0,
      totals?.[index] ?? NO_TOTAL,
      ranks?.[index] ?? NO_RANK,
    ]);
    yield `${JSON.stringify([candidate, standings, values, rankings])}\n`;
  }
}
