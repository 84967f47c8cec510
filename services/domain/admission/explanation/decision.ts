/** Why a candidate got what they got (R32), as facts: one for each wish that was looked at. Pure; the words are beside. */
import { at } from "#domain/admission/engine/ints";
import { isTaken, tallyOf } from "#domain/admission/engine/tally";
import {
  KEEPS_BELOW,
  LEFT,
  type Market,
  type Mode,
  NONE,
  type Round,
  type Seats,
  STAYS,
} from "#domain/admission/market/market";

export interface WishOutcome {
  readonly programme: number;
  /** Which wish it is, from 1. */
  readonly number: number;
  /** Of the candidate, from 1; null: not ranked. */
  readonly rank: number | null;
  /** Of the last admitted; null: nobody is. */
  readonly lastRank: number | null;
  readonly outcome: Outcome;
}
/**
 * `admitted`, by rank · `inAddition`: a seat owed, beyond the places · `kept`: the seat held in an earlier round · `givenUp`:
 * resigned · `locked`: not looked at, since the seat held is locked · `unranked` · `full`: the places were taken before that
 * rank · `held`: they were, by people admitted in earlier rounds · `capped`, `beyond`: those of the category stood before ·
 * `amiss`: nothing in the rules says why; such a result is not released.
 */
export type Outcome =
  | {
      readonly kind: "admitted" | "inAddition" | "kept" | "givenUp" | "locked" | "unranked" | "full" | "held" | "amiss";
    }
  | { readonly kind: "capped" | "beyond"; readonly category: number; readonly most: number };

export interface Decision {
  readonly left: boolean;
  /** Wishes in order, down to the seat held, or all. */
  readonly wishes: readonly WishOutcome[];
  /** How many wishes the candidate has. */
  readonly count: number;
}

export function decisionOf(market: Market, round: Round, seats: Seats, mode: Mode, candidate: number): Decision {
  const own = [...market.wishes.subarray(at(market.wishStart, candidate), at(market.wishStart, candidate + 1))];
  const left = at(round.resigned, candidate) === LEFT;
  const seat = own.indexOf(at(seats, candidate));
  const looked = left ? [] : own.slice(0, seat === -1 ? own.length : seat + 1);
  const wishes = looked.map((programme, i): WishOutcome => {
    const first = at(market.rankingStart, programme);
    const ranking = market.ranking.subarray(first, at(market.rankingStart, programme + 1));
    const rank = ranking.indexOf(candidate) + 1;
    const lastRank = ranking.findLastIndex((other) => at(seats, other) === programme) + 1;
    return {
      ...{ programme, number: i + 1, rank: rank === 0 ? null : rank, lastRank: lastRank === 0 ? null : lastRank },
      outcome: outcomeOf(market, round, seats, mode, candidate, programme, own, rank),
    };
  });
  return { left, wishes, count: own.length };
}

function outcomeOf(
  market: Market,
  round: Round,
  seats: Seats,
  mode: Mode,
  candidate: number,
  programme: number,
  wishes: readonly number[],
  rank: number,
): Outcome {
  const previous = at(round.previous, candidate);
  const isOwn = (table: Int32Array) => at(table, candidate) === programme;
  if (isOwn(seats)) {
    if (isOwn(round.additional)) return { kind: "inAddition" };
    return { kind: isOwn(round.previous) ? "kept" : "admitted" };
  }
  if (at(round.resigned, candidate) === KEEPS_BELOW && wishes.indexOf(programme) <= wishes.indexOf(previous))
    return { kind: "givenUp" };
  if (at(round.locked, candidate) === 1 && programme !== previous) return { kind: "locked" };
  if (rank === 0) return { kind: "unranked" };
  return refusalOf(market, round, seats, mode, candidate, programme);
}

/** What the programme says when it reads its ranking down to the candidate, past whom it holds. */
function refusalOf(
  market: Market,
  round: Round,
  seats: Seats,
  mode: Mode,
  candidate: number,
  programme: number,
): Outcome {
  const tally = tallyOf(market, programme);
  const competes = (other: number) => at(seats, other) === programme && at(round.additional, other) !== programme;
  const comesFirst = (other: number) =>
    mode === "protected" && at(round.previous, other) === programme && at(round.resigned, other) === STAYS;
  const ranking = market.ranking.subarray(at(market.rankingStart, programme), at(market.rankingStart, programme + 1));
  const held = ranking.filter((other) => competes(other) && comesFirst(other));
  for (const other of held) tally.count(at(market.kindOf, other));
  for (const other of ranking.subarray(0, ranking.indexOf(candidate)))
    if (competes(other) && !comesFirst(other)) tally.take(at(market.kindOf, other));
  const kind = at(market.kindOf, candidate);
  const cap = market.rules[programme]?.caps[tally.capReached(kind)];
  const verdict = tally.take(kind);
  if (isTaken(verdict)) return { kind: "amiss" };
  if (verdict === "full") return { kind: held.length > 0 ? "held" : "full" };
  if (verdict === "capped") return { kind: "capped", category: cap?.category ?? NONE, most: cap?.most ?? 0 };
  const own = market.rules[programme]?.overQuota.find(({ category }) => market.kinds[kind]?.includes(category));
  return { kind: "beyond", category: own?.category ?? NONE, most: own?.most ?? 0 };
}
