/** The rules of ranking that a plan says: everybody's rankings first, then one of each programme. */
import type { CompetitionPlan, PlanRanking } from "#domain/competition/plan";
import type { Ranking, RankingRules } from "#domain/ranking/rules";

/** Null: the plan ranks and adds up nothing (R7). */
export function rankingRulesOf(plan: CompetitionPlan): RankingRules | null {
  const rankings = [
    ...plan.rankings.map((one) => rankingOf(one, "everyone")),
    ...plan.programmes.map((one) => rankingOf(one, "listed")),
  ];
  if (rankings.length === 0) return null;
  return {
    format: "amphi-ranking-rules",
    v: 1,
    title: plan.title,
    units: plan.units.map(({ code, common, ects, name, scale }) => ({
      ...{ code, name, scale },
      ...(ects === undefined ? {} : { ects }),
      ...(common === undefined ? {} : { common }),
    })),
    codes: plan.codes.map(({ code, effect, in: elsewhere }) => ({
      ...{ code, effect },
      ...(elsewhere === undefined ? {} : { in: elsewhere }),
    })),
    missing: plan.missing,
    rankings,
    lottery: plan.lottery,
  };
}

/** Named member by member: a programme has more than a ranking, and what is hashed must not depend on it. */
function rankingOf(one: PlanRanking, enrolled: Ranking["enrolled"]): Ranking {
  const { code, coefficients, name, ranks, shortName, tieBreaks, totals } = one;
  return {
    ...{ code, name, enrolled, totals, ranks, tieBreaks },
    ...(shortName === undefined ? {} : { shortName }),
    ...(coefficients === undefined ? {} : { coefficients }),
  };
}
