/** A result in a few figures: what candidates got, and what a round has moved. */
import { at } from "#domain/admission/engine/ints";
import { LEFT, type Market, NONE, type Round, type Seats } from "#domain/admission/market/market";

export interface Overview {
  /** Candidates admitted to their first wish, their second… */
  readonly byWish: readonly number[];
  /** In the procedure and admitted nowhere, those without any wish among them. */
  readonly nowhere: number;
  readonly moves: Moves;
}
/** Every candidate counts once. */
export interface Moves {
  readonly left: number;
  /** Same seat as before. */
  readonly kept: number;
  /** Moved to a seat they prefer (R31). */
  readonly movedUp: number;
  /** Had none. */
  readonly newlyAdmitted: number;
  /** Moved down or lost the seat: after a partial resignation only, if the result is clean. */
  readonly movedDown: number;
  readonly stillNowhere: number;
}

export function overviewOf(market: Market, round: Round, seats: Seats): Overview {
  const byWish: number[] = [];
  const moves = { left: 0, kept: 0, movedUp: 0, newlyAdmitted: 0, movedDown: 0, stillNowhere: 0 };
  let nowhere = 0;
  seats.forEach((seat, candidate) => {
    const place = wishNumber(market, candidate, seat);
    const before = wishNumber(market, candidate, at(round.previous, candidate));
    if (place !== null) byWish[place - 1] = (byWish[place - 1] ?? 0) + 1;
    else if (at(round.resigned, candidate) !== LEFT) nowhere++;
    moves[moveOf(place, before, at(round.resigned, candidate) === LEFT)]++;
  });
  return { byWish: Array.from(byWish, (count) => count ?? 0), nowhere, moves };
}

function moveOf(place: number | null, before: number | null, left: boolean): keyof Moves {
  if (left) return "left";
  if (before === null) return place === null ? "stillNowhere" : "newlyAdmitted";
  if (place === null || place > before) return "movedDown";
  return place < before ? "movedUp" : "kept";
}

/** Which wish a programme is, from 1; null: none. */
export function wishNumber({ wishes, wishStart }: Market, candidate: number, programme: number): number | null {
  if (programme === NONE) return null;
  const first = at(wishStart, candidate);
  for (let wish = first; wish < at(wishStart, candidate + 1); wish++)
    if (at(wishes, wish) === programme) return wish - first + 1;
  return null;
}
