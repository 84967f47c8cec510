/** Ranks as a table for an office: one line per candidate and ranking (docs/formats.md). */
import { NO_RANK, NO_TOTAL, type CompetitionInput } from "#domain/ranking/input";
import { type RankingResult, STATUSES } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";
import { standingOf } from "#domain/ranking/standing";

const COLUMNS = ["candidate", "ranking", "total", "out_of", "rank", "status", "decided_by", "because"];
/** The last heading names the inputs, above empty cells: a table says by itself what it was computed from (R11). */
const INPUTS = "inputs sha256 ";

/** Names in the rules have neither separators nor quotes (contracts/ranking/rules.ts): lines need no quoting. */
export function* rankLines(
  rules: RankingRules,
  input: CompetitionInput,
  results: readonly RankingResult[],
  inputsHash: string,
): Generator<string, void> {
  yield `${[...COLUMNS, INPUTS + inputsHash].join(",")}\n`;
  for (const [index, candidate] of input.candidates.entries())
    for (const [n, ranking] of rules.rankings.entries()) {
      const result = results[n];
      if (!result) continue;
      const [total, rank] = [result.totals[index] ?? NO_TOTAL, result.ranks[index] ?? NO_RANK];
      const cells = [
        candidate,
        ranking.code,
        total === NO_TOTAL ? "" : total,
        total === NO_TOTAL ? "" : (result.outOf ?? ""),
        rank === NO_RANK ? "" : rank,
        STATUSES[result.statuses[index] ?? 0],
        rank > 1 ? (result.criteria[result.decidedBy[index] ?? 0] ?? "") : "",
        becauseOf(rules, input, result, index),
      ];
      yield `${cells.join(",")},\n`;
    }
}

/** `ABS in UE1` for whom a special code excludes. */
function becauseOf(rules: RankingRules, input: CompetitionInput, result: RankingResult, index: number): string {
  const unit = (result.excludedBy[index] ?? 0) - 1;
  if (unit < 0) return "";
  const standing = standingOf(rules, input, unit, index);
  return `${typeof standing === "string" ? standing : "no line"} in ${rules.units[unit]?.code ?? ""}`;
}

/** The hash in the heading of such a table; null when it has none. */
export const inputsHashOf = (heading: string): string | null =>
  new RegExp(`${INPUTS}([0-9a-f]{64})`).exec(heading)?.[1] ?? null;
