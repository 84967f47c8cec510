/** The view of all (R39): values without the people, each list in its own order. Pure. */
import { NONE } from "#domain/admission/market/market";
import type { EveryonesResult } from "#domain/student/result";
import type { Released } from "#domain/student/prepare-results";

export function everyonesResult(released: Released): EveryonesResult | null {
  const { visibility } = released.plan;
  const shown = {
    ...rankingsOfAll(released),
    marks: visibility.marks === "everyone" ? marksOfAll(released) : [],
    wishes: visibility.wishes === "everyone" ? wishesOfAll(released) : [],
  };
  return shown.marks.length + shown.rankings.length + shown.wishes.length === 0 ? null : shown;
}

function marksOfAll({ marks, plan }: Released): EveryonesResult["marks"] {
  return plan.units.flatMap((unit) => {
    const values = marks.flatMap(({ unit: code, value }) =>
      code === unit.code && "mark" in value ? [value.mark] : [],
    );
    return values.length === 0 ? [] : [{ unit: unit.name, marks: values.sort((a, b) => b - a) }];
  });
}

function rankingsOfAll({ plan, ranks, round }: Released): Pick<EveryonesResult, "rankings"> {
  const { visibility } = plan;
  const [totals, places, seat] = [visibility.totals, visibility.ranks, visibility.seat].map(
    (one) => one === "everyone",
  );
  if (ranks === null || (!totals && !places)) return { rankings: [] };
  const named = new Map([...plan.rankings, ...plan.programmes].map((one) => [one.code, one.name]));
  const seats = seat && round !== null ? seatNames(plan.programmes, round) : null;
  const rankings = ranks.rankings.map((one) => {
    const lines = ranks.people
      .map((personId, i) => ({
        place: one.ranks[i] ?? null,
        rank: places ? (one.ranks[i] ?? null) : null,
        total: totals ? (one.totals[i] ?? null) : null,
        seat: seats?.get(round?.candidateOf.get(personId) ?? "") ?? null,
      }))
      .filter(({ place, total }) => place !== null || total !== null)
      .sort((a, b) => (places ? (a.place ?? Infinity) - (b.place ?? Infinity) : 0) || (b.total ?? 0) - (a.total ?? 0))
      .map(({ rank, seat: held, total }) => ({ rank, total, seat: held }));
    return { ranking: named.get(one.code) ?? one.code, outOf: totals ? one.outOf : null, lines };
  });
  return { rankings: rankings.filter(({ lines }) => lines.length > 0) };
}

function seatNames(programmes: Released["plan"]["programmes"], round: NonNullable<Released["round"]>) {
  const { names } = round.input;
  const titled = new Map(programmes.map((one) => [one.code, one.shortName ?? one.name]));
  return new Map(
    names.candidates.map((id, i) => {
      const seat = round.result.seats[i] ?? NONE;
      const code = seat === NONE ? undefined : names.programmes[seat];
      return [id, code === undefined ? null : (titled.get(code) ?? code)];
    }),
  );
}

function wishesOfAll({ plan, round }: Released): EveryonesResult["wishes"] {
  if (round === null) return [];
  const { market, names } = round.input;
  const counts = names.programmes.map(() => ({ first: 0, all: 0 }));
  for (let candidate = 0; candidate < names.candidates.length; candidate++) {
    const wishes = market.wishes.subarray(market.wishStart[candidate], market.wishStart[candidate + 1]);
    wishes.forEach((programme, place) => {
      const count = counts[programme];
      if (!count) return;
      count.all++;
      if (place === 0) count.first++;
    });
  }
  const titled = new Map(plan.programmes.map((one) => [one.code, one.name]));
  return names.programmes.map((code, i) => ({
    programme: titled.get(code) ?? code,
    first: counts[i]?.first ?? 0,
    all: counts[i]?.all ?? 0,
  }));
}
