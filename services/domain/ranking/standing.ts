import { MARK_STANDS, NO_LINE, type CompetitionInput } from "#domain/ranking/input";
import type { RankingRules } from "#domain/ranking/rules";

/** What stands for a candidate in a unit: mark and maximum in thousandths, a special code, or null where no line is. */
export type Standing = readonly [mark: number, maximum: number] | string | null;

export function standingOf(rules: RankingRules, input: CompetitionInput, unit: number, candidate: number): Standing {
  const columns = input.units[unit];
  const code = columns?.codes[candidate] ?? NO_LINE;
  if (!columns || code === NO_LINE) return null;
  if (code !== MARK_STANDS) return rules.codes[code - 1]?.code ?? null;
  return [columns.marks[candidate] ?? 0, columns.maxima[candidate] ?? 0];
}
