/** Which of a candidate's wishes count in a round: they end at what is held, and begin below what was given up. */
import { add, at } from "#domain/admission/engine/ints";
import { KEEPS_BELOW, LEFT, type Market, NONE, type Round } from "#domain/admission/market/market";

/** Wishes `from[c]` to before `to[c]` of candidate c, as indices into the market's `wishes`. */
export interface WishesInForce {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * R28, R29: the list of whoever holds a seat ends at that seat, so nothing worse can come out. R31: above it they stay in
 * the running, unless locked. A seat owed in addition ends the list too: it is always given.
 */
export function wishesInForce(market: Market, round: Round): WishesInForce {
  const from = market.wishStart.slice(0, -1);
  const to = market.wishStart.slice(1);
  for (let candidate = 0; candidate < from.length; candidate++) {
    const state = at(round.resigned, candidate);
    const held = at(round.previous, candidate);
    const owed = at(round.additional, candidate);
    if (state === LEFT) to[candidate] = at(from, candidate);
    else if (held !== NONE) {
      const seat = wishFor(market, candidate, held);
      if (state === KEEPS_BELOW) from[candidate] = seat + 1;
      else to[candidate] = seat + 1;
      if (at(round.locked, candidate) === 1) from[candidate] = seat;
    }
    if (owed !== NONE) to[candidate] = Math.min(at(to, candidate), wishFor(market, candidate, owed) + 1);
  }
  return { from, to };
}

/** Index of the wish of a candidate for a programme. Throws when there is none: the file was not checked. */
export function wishFor(market: Market, candidate: number, programme: number): number {
  const end = at(market.wishStart, candidate + 1);
  for (let wish = at(market.wishStart, candidate); wish < end; wish++)
    if (at(market.wishes, wish) === programme) return wish;
  throw new Error(`candidate ${candidate} has no wish for programme ${programme}`);
}

/** Who wishes for each programme: wishes and their candidates, programme after programme. */
export interface Applications {
  readonly start: Int32Array;
  readonly wish: Int32Array;
  readonly candidate: Int32Array;
}

export function applicationsOf({ places, wishes, wishStart }: Market): Applications {
  const start = new Int32Array(places.length + 1);
  for (let wish = 0; wish < wishes.length; wish++) add(start, at(wishes, wish) + 1, 1);
  for (let programme = 0; programme < places.length; programme++) add(start, programme + 1, at(start, programme));
  const next = start.slice();
  const wish = new Int32Array(wishes.length);
  const candidate = new Int32Array(wishes.length);
  for (let c = 0; c + 1 < wishStart.length; c++)
    for (let w = at(wishStart, c); w < at(wishStart, c + 1); w++) {
      const place = add(next, at(wishes, w), 1) - 1;
      wish[place] = w;
      candidate[place] = c;
    }
  return { start, wish, candidate };
}
