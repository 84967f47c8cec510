/** A reorientation as a file (docs/formats.md): what `amphi reorient` reads. Pure. */
import { categoriesOf } from "#domain/competition/categories";
import { candidateOf, type Enrolled } from "#domain/competition/people";
import { type CompetitionPlan, placesOf, type PlanReorientation } from "#domain/competition/plan";
import { ranksIn, type StoredRanks } from "#domain/competition/stored-ranks";

/** R34, R36: of all who are registered, and of the initial places, whoever has left or is admitted since. */
export function reorientationFile(
  plan: CompetitionPlan,
  strategy: PlanReorientation,
  people: readonly Enrolled[],
  ranks: StoredRanks,
) {
  const byId = new Map(people.map((one) => [one.personId, one]));
  const own = ranks.rankings.find(({ code }) => code === strategy.ranking);
  const ranked = ranksIn(ranks, strategy.ranking).flatMap((personId) => byId.get(personId) ?? []);
  const name = (one: Enrolled) => candidateOf(plan.anonymity, one);
  const { beyondHundredths, except, moment, only, totalBelow, worstPercent } = strategy;
  const totalOf = new Map(ranks.people.map((personId, i) => [personId, own?.totals[i] ?? null]));
  return {
    strategy: {
      ...{ name: strategy.name, moment, only, except },
      ...(worstPercent === undefined ? {} : { worstPercent }),
      ...(beyondHundredths === undefined ? {} : { beyondHundredths }),
      ...(totalBelow === undefined ? {} : { totalBelow }),
    },
    registered: people.length,
    places: placesOf(plan),
    ranking: ranked.map(name),
    candidates: ranked.map((one) => ({ id: name(one), categories: categoriesOf(plan.categories, one.identity) })),
    totals: Object.fromEntries(
      ranked.flatMap((one) => {
        const total = totalOf.get(one.personId) ?? null;
        return total === null ? [] : [[name(one), total]];
      }),
    ),
  };
}
export type ReorientationFile = ReturnType<typeof reorientationFile>;
