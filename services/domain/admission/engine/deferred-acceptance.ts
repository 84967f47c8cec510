/**
 * Student-proposing deferred acceptance (R21): each candidate proposes down the list, each programme keeps what it would
 * choose of everybody who has come so far. The result is stable, the best possible for every candidate among the stable
 * ones, and the same whatever the order of proposals.
 */
import { Desks } from "#domain/admission/engine/desks";
import { at } from "#domain/admission/engine/ints";
import { Stack } from "#domain/admission/engine/stack";
import { type WishRanks, wishRanks } from "#domain/admission/engine/wish-ranks";
import { type WishesInForce, wishesInForce } from "#domain/admission/engine/wishes-in-force";
import { type Market, type Mode, NONE, type Round, type Seats } from "#domain/admission/market/market";

/** `order`: in which candidates propose first; it changes nothing, which a test shows. */
export function deferredAcceptance(market: Market, round: Round, mode: Mode, order?: Int32Array): Seats {
  const ranks = wishRanks(market);
  const inForce = wishesInForce(market, round);
  const whoProposes = order ?? Int32Array.from(market.kindOf.keys());
  const reached = proposeAll(market, inForce, ranks, new Desks(market, ranks.start), whoProposes, {
    owed: round.additional.some((programme) => programme !== NONE) ? round.additional : null,
    comesFirst: mode === "protected" ? round.previous : null,
  });
  return reached.map((wish, candidate) => (wish < at(inForce.to, candidate) ? at(market.wishes, wish) : NONE));
}

/** Programmes by candidate; null: none of them matters. */
interface Seated {
  /** That keep a seat for the candidate which nobody competes for. */
  readonly owed: Int32Array | null;
  /** That take the candidate before they read their ranking. */
  readonly comesFirst: Int32Array | null;
}

/**
 * The wish that each candidate has come to; the end of the list: none. A loop of plain steps on arrays, since it is run
 * some millions of times.
 */
function proposeAll(
  { kindOf, ranking, rankingStart, wishes }: Market,
  { from, to }: WishesInForce,
  { ranks, slotOf }: WishRanks,
  desks: Desks,
  order: Int32Array,
  { owed, comesFirst }: Seated,
): Int32Array {
  const next = from.slice();
  const { dropped, limit } = desks;
  // Nobody is in it twice: whoever waits is held nowhere.
  const waiting = new Stack(order.length);
  for (let i = 0; i < order.length; i++) {
    waiting.push(at(order, i));
    while (waiting.size > 0) {
      const candidate = waiting.pop();
      const wish = at(next, candidate);
      if (wish === at(to, candidate)) continue;
      const rank = at(ranks, at(slotOf, wish));
      const programme = at(wishes, wish);
      if (owed !== null && at(owed, candidate) === programme) continue;
      if (comesFirst !== null && at(comesFirst, candidate) === programme) desks.seat(programme, at(kindOf, candidate));
      else if (rank === 0 || rank > at(limit, programme)) {
        next[candidate] = wish + 1;
        waiting.push(candidate);
        continue;
      } else desks.offer(programme, at(kindOf, candidate), rank);
      while (dropped.size > 0) {
        const out = dropped.pop();
        // Mostly the one who asked: then nothing waits for a far place of memory.
        const other = out === rank ? candidate : at(ranking, at(rankingStart, programme) + out - 1);
        next[other] = at(next, other) + 1;
        waiting.push(other);
      }
    }
  }
  return next;
}
