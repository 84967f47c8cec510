/** Totals and ranks as a calculation keeps them: by person, so that names are joined by whoever may see them. */
import type { RankedPeople } from "#domain/competition/ranking-input";
import { NO_RANK, NO_TOTAL } from "#domain/ranking/input";
import { type RankingResult, type Status, STATUSES } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";

export interface StoredRanking {
  readonly code: string;
  /** What totals are over; null: they are not computed. */
  readonly outOf: number | null;
  readonly criteria: readonly string[];
  /** In the order of `people`; null: none. */
  readonly totals: readonly (number | null)[];
  readonly ranks: readonly (number | null)[];
  readonly statuses: readonly Status[];
  /** Criterion that puts a person behind the one before; null: not ranked, or first. */
  readonly decidedBy: readonly (string | null)[];
  /** Unit whose special code excludes. */
  readonly excludedBy: readonly (string | null)[];
}
export interface StoredRanks {
  readonly people: readonly number[];
  readonly rankings: readonly StoredRanking[];
}

export function storedRanksOf(
  rules: RankingRules,
  { people }: RankedPeople,
  results: readonly RankingResult[],
): StoredRanks {
  const each = <T>(of: (index: number) => T): T[] => people.map((_, index) => of(index));
  return {
    people: people.map(({ personId }) => personId),
    rankings: results.map((result, n) => ({
      ...{ code: rules.rankings[n]?.code ?? "", outOf: result.outOf, criteria: result.criteria },
      totals: each((i) => (result.totals[i] === NO_TOTAL ? null : (result.totals[i] ?? null))),
      ranks: each((i) => (result.ranks[i] === NO_RANK ? null : (result.ranks[i] ?? null))),
      statuses: each((i) => STATUSES[result.statuses[i] ?? 0] ?? "no-value"),
      decidedBy: each((i) => ((result.ranks[i] ?? 0) > 1 ? (result.criteria[result.decidedBy[i] ?? 0] ?? null) : null)),
      excludedBy: each((i) => rules.units[(result.excludedBy[i] ?? 0) - 1]?.code ?? null),
    })),
  };
}

/** Who is ranked in one, best first, by person. */
export function ranksIn({ people, rankings }: StoredRanks, code: string): number[] {
  const ranks = rankings.find((one) => one.code === code)?.ranks ?? [];
  return people
    .map((personId, i) => ({ personId, rank: ranks[i] ?? null }))
    .filter((one): one is { personId: number; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map(({ personId }) => personId);
}
