/** The rank of each candidate in each programme wished for: one integer a wish, never a table of everybody by everything. */
import { at } from "#domain/admission/engine/ints";
import { type Applications } from "#domain/admission/engine/wishes-in-force";
import type { Market } from "#domain/admission/market/market";

/** From 1, by wish; 0 where the programme does not rank the candidate. Time and memory grow with wishes and rankings. */
export function wishRanks({ places, ranking, rankingStart, kindOf, wishes }: Market, by: Applications): Int32Array {
  const ranks = new Int32Array(wishes.length);
  // Position in all rankings together, from 1: what an earlier programme left here is below the next one's first.
  const position = new Int32Array(kindOf.length);
  for (let programme = 0; programme < places.length; programme++) {
    const first = at(rankingStart, programme);
    const last = at(rankingStart, programme + 1);
    for (let i = first; i < last; i++) position[at(ranking, i)] = i + 1;
    for (let i = at(by.start, programme); i < at(by.start, programme + 1); i++) {
      const rank = at(position, at(by.candidate, i)) - first;
      if (rank > 0) ranks[at(by.wish, i)] = rank;
    }
  }
  return ranks;
}
