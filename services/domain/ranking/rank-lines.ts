/** Ranks as a table for an office: one line per candidate and ranking (docs/formats.md). */
import { NO_RANK, NO_TOTAL, type CompetitionInput } from "#domain/ranking/input";
import { type RankingResult, type Status, STATUSES } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";
import { standingOf } from "#domain/ranking/standing";

const COLUMNS = ["candidate", "ranking", "total", "out_of", "rank", "status", "decided_by", "because"];
/** The last heading names the inputs, above empty cells: a table says by itself what it was computed from (R11). */
const INPUTS = "inputs sha256 ";

/** One candidate in one ranking, as tables have it. */
export interface ResultRow {
  readonly ranking: string;
  readonly anonymityNumber: string;
  readonly total: number | null;
  /** What the total is over; null where there is none, or it was imported. */
  readonly outOf: number | null;
  readonly rank: number | null;
  readonly status: Status;
  /** The criterion that puts a candidate behind the one just before; empty for the first and the unranked. */
  readonly decidedBy: string;
  /** `ABS in UE1` for whom a special code excludes. */
  readonly because: string;
}

/** By candidate, then in the order of the rules. */
export function resultRows(
  rules: RankingRules,
  input: CompetitionInput,
  results: readonly RankingResult[],
): ResultRow[] {
  return input.candidates.flatMap((anonymityNumber, index) =>
    rules.rankings.flatMap((ranking, n) => {
      const result = results[n];
      if (!result) return [];
      const [total, rank] = [result.totals[index] ?? NO_TOTAL, result.ranks[index] ?? NO_RANK];
      return [
        {
          ranking: ranking.code,
          anonymityNumber,
          total: total === NO_TOTAL ? null : total,
          outOf: total === NO_TOTAL ? null : result.outOf,
          rank: rank === NO_RANK ? null : rank,
          status: STATUSES[result.statuses[index] ?? 0] ?? "no-value",
          decidedBy: rank > 1 ? (result.criteria[result.decidedBy[index] ?? 0] ?? "") : "",
          because: becauseOf(rules, input, result, index),
        },
      ];
    }),
  );
}

export const ranksHeader = (inputsHash: string): string => `${[...COLUMNS, INPUTS + inputsHash].join(",")}\n`;

/** Names in the rules have neither separators nor quotes (contracts/ranking/rules.ts): lines need no quoting. */
export function ranksLine({ because, decidedBy, outOf, rank, ranking, status, ...of }: ResultRow): string {
  const cells = [of.anonymityNumber, ranking, of.total ?? "", outOf ?? "", rank ?? "", status, decidedBy, because];
  return `${cells.join(",")},\n`;
}

export function* rankLines(
  rules: RankingRules,
  input: CompetitionInput,
  results: readonly RankingResult[],
  inputsHash: string,
): Generator<string, void> {
  yield ranksHeader(inputsHash);
  for (const row of resultRows(rules, input, results)) yield ranksLine(row);
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
