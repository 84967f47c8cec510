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
  const { kindOf, places, ranking, rankingStart, rules } = market;
  const holders = new Int32Array(places.length);
  for (let candidate = 0; candidate < seats.length; candidate++)
    if (at(seats, candidate) !== NONE) add(holders, at(seats, candidate), 1);
  return Array.from(places, (initial, programme) => {
    const admitted = at(holders, programme);
    const tally = rules[programme] == null ? null : tallyOf(market, programme);
    const first = at(rankingStart, programme);
    let [lastRank, toFind] = [0, admitted];
    for (let i = first; toFind > 0 && i < at(rankingStart, programme + 1); i++) {
      if (at(seats, at(ranking, i)) !== programme) continue;
      tally?.count(at(kindOf, at(ranking, i)));
      lastRank = i - first + 1;
      toFind--;
    }
    const onPlaces = Math.min(initial, tally?.onPlaces() ?? admitted);
    return { admitted, abovePlaces: admitted - onPlaces, lastRank: lastRank === 0 ? null : lastRank };
  });
}
