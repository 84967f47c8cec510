/** What is published of each programme. */
import { add, at } from "#domain/admission/engine/ints";
import { tallyOf } from "#domain/admission/engine/tally";
import { type Market, NONE, type Seats } from "#domain/admission/market/market";

export interface Standing {
  readonly admitted: number;
  /** Admitted who are on no place: in an over-quota category, or in excess. */
  readonly abovePlaces: number;
  /** Rank of the last admitted, from 1; null: nobody is. */
  readonly lastRank: number | null;
}

export function standingsOf(market: Market, seats: Seats): readonly Standing[] {
  const { places, ranking, rankingStart, rules, kindOf } = market;
  const admitted = new Int32Array(places.length);
  const tallies = rules.map((own, programme) => (own === null ? null : tallyOf(market, programme)));
  seats.forEach((programme, candidate) => {
    if (programme === NONE) return;
    add(admitted, programme, 1);
    tallies[programme]?.count(at(kindOf, candidate));
  });
  return Array.from(places, (initial, programme) => {
    const first = at(rankingStart, programme);
    let [last, toFind] = [0, at(admitted, programme)];
    for (let i = first; toFind > 0 && i < at(rankingStart, programme + 1); i++)
      if (at(seats, at(ranking, i)) === programme) [last, toFind] = [i - first + 1, toFind - 1];
    const onPlaces = tallies[programme]?.onPlaces() ?? at(admitted, programme);
    return {
      admitted: at(admitted, programme),
      abovePlaces: at(admitted, programme) - Math.min(initial, onPlaces),
      lastRank: last === 0 ? null : last,
    };
  });
}
