/** The rank of each candidate in each programme wished for: one integer a wish, never a table of everybody by everything. */
import { add } from "#domain/admission/engine/ints";
import type { Market } from "#domain/admission/market/market";

/** Wishes laid out by programme: the ranks of the wishes for programme p are `ranks[start[p]]` to before `ranks[start[p + 1]]`. */
export interface WishRanks {
  readonly start: Int32Array;
  /** Rank, from 1; 0 where the programme does not rank the candidate. */
  readonly ranks: Int32Array;
  /** Where each wish stands in `ranks`. */
  readonly slotOf: Int32Array;
}

/** Time and memory grow with wishes and rankings. Both are read in their order, and written out of order only once. */
export function wishRanks({ places, ranking, rankingStart, kindOf, wishes, wishStart }: Market): WishRanks {
  const start = new Int32Array(places.length + 1);
  for (let wish = 0; wish < wishes.length; wish++) add(start, (wishes[wish] as number) + 1, 1);
  for (let programme = 0; programme < places.length; programme++) add(start, programme + 1, start[programme] as number);

  const next = start.slice();
  const slotOf = new Int32Array(wishes.length);
  const candidateAt = new Int32Array(wishes.length);
  for (let candidate = 0; candidate < kindOf.length; candidate++)
    for (let wish = wishStart[candidate] as number; wish < (wishStart[candidate + 1] as number); wish++) {
      const slot = add(next, wishes[wish] as number, 1) - 1;
      slotOf[wish] = slot;
      candidateAt[slot] = candidate;
    }

  // Each candidate's slot is overwritten by the rank, programme after programme.
  const ranks = candidateAt;
  // Position in all rankings together, from 1: what an earlier programme left here is below the next one's first.
  const position = new Int32Array(kindOf.length);
  for (let programme = 0; programme < places.length; programme++) {
    const first = rankingStart[programme] as number;
    const last = rankingStart[programme + 1] as number;
    for (let i = first; i < last; i++) position[ranking[i] as number] = i + 1;
    for (let slot = start[programme] as number; slot < (start[programme + 1] as number); slot++)
      ranks[slot] = Math.max(0, (position[candidateAt[slot] as number] as number) - first);
  }
  return { start, ranks, slotOf };
}
