/** What a result gives to each candidate, and what each candidate would rather have had. */
import type { Market, Round, Seats } from "#domain/admission/market/market";

const at = (array: Int32Array, index: number): number => array[index] as number;

/** Candidates by programme: those of programme p are `list[start[p]]` to before `list[start[p + 1]]`. */
export interface ByProgramme {
  readonly start: Int32Array;
  readonly list: Int32Array;
}
export interface Claims {
  readonly holders: ByProgramme;
  /** Who prefers the programme to the seat they hold, and may have it: neither given up nor beyond a lock. */
  readonly wanting: ByProgramme;
  /** Candidates who sit where they never wished to, in what they gave up, or elsewhere than they are locked. */
  readonly astray: number;
  /** Who held a seat, did not resign, and now holds a worse one or none. */
  readonly demoted: readonly number[];
}

export function claimsOf(market: Market, round: Round, seats: Seats): Claims {
  const { places, wishStart, wishes } = market;
  const [begin, end] = [new Int32Array(seats.length), new Int32Array(seats.length)];
  const demoted: number[] = [];
  let astray = 0;
  for (let candidate = 0; candidate < seats.length; candidate++) {
    const [first, behind] = openTo(market, round, candidate);
    const seat = at(seats, candidate);
    const here = seat === -1 ? at(wishStart, candidate + 1) : wishOf(market, candidate, seat);
    if (seat !== -1 && (here < first || here >= behind)) astray++;
    const previous = at(round.previous, candidate);
    const before = previous === -1 ? behind : wishOf(market, candidate, previous) + 1;
    if (at(round.resigned, candidate) === 0 && previous !== -1 && (here === -1 || here >= before))
      demoted.push(candidate);
    begin[candidate] = first;
    // Of what lies below the seat held before, nothing can be claimed; whoever is astray may claim all the rest.
    const limit = at(round.resigned, candidate) === 0 ? Math.min(behind, before) : behind;
    end[candidate] = here === -1 ? limit : Math.min(limit, here);
  }
  const holders = byProgramme(
    seats.length,
    places.length,
    seats,
    (c) => c,
    (c) => (at(seats, c) === -1 ? c : c + 1),
  );
  return {
    holders,
    wanting: byProgramme(
      seats.length,
      places.length,
      wishes,
      (c) => at(begin, c),
      (c) => at(end, c),
    ),
    astray,
    demoted,
  };
}

/** The wishes that a candidate may be seated at, from the first to before the last. */
function openTo(market: Market, round: Round, candidate: number): readonly [number, number] {
  const [first, behind] = [at(market.wishStart, candidate), at(market.wishStart, candidate + 1)];
  const resigned = at(round.resigned, candidate);
  if (resigned === 1) return [first, first];
  if (resigned === 0 && at(round.locked, candidate) === 0) return [first, behind];
  const held = wishOf(market, candidate, at(round.previous, candidate));
  return resigned === 2 ? [held + 1, behind] : [held, held + 1];
}

/** Index of a candidate's wish for a programme; -1: there is none. */
function wishOf({ wishStart, wishes }: Market, candidate: number, programme: number): number {
  for (let wish = at(wishStart, candidate); wish < at(wishStart, candidate + 1); wish++)
    if (at(wishes, wish) === programme) return wish;
  return -1;
}

/** Lays candidates down by programme: those that `programmes` has from `from(c)` to before `to(c)`. */
function byProgramme(
  candidates: number,
  count: number,
  programmes: Int32Array,
  from: (candidate: number) => number,
  to: (candidate: number) => number,
): ByProgramme {
  const start = new Int32Array(count + 2);
  for (let c = 0; c < candidates; c++)
    for (let i = from(c), end = to(c); i < end; i++)
      start[at(programmes, i) + 2] = at(start, at(programmes, i) + 2) + 1;
  for (let p = 2; p < start.length; p++) start[p] = at(start, p) + at(start, p - 1);
  // Shifted by one while it is filled, so that it ends up right.
  const list = new Int32Array(at(start, count + 1));
  for (let c = 0; c < candidates; c++)
    for (let i = from(c), end = to(c); i < end; i++) {
      const slot = at(programmes, i) + 1;
      list[at(start, slot)] = c;
      start[slot] = at(start, slot) + 1;
    }
  return { start: start.subarray(0, count + 1), list };
}
