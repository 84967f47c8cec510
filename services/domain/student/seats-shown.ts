/** Seats of a round with what students ask about them: own rank, last admitted rank, waiting position, the reasons. Pure. */
import { decisionOf } from "#domain/admission/explanation/decision";
import { explained } from "#domain/admission/explanation/words";
import { wishNumber } from "#domain/admission/overview";
import type { AllocationInput } from "#domain/admission/reading/read-input";
import type { ClaimedResult } from "#domain/admission/reading/read-result";
import { LEFT, NONE } from "#domain/admission/market/market";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { OwnResult, ShownSeat, ShownWish } from "#domain/student/result";

export interface ReleasedRound {
  /** From 1. */
  readonly number: number;
  readonly input: AllocationInput;
  readonly result: ClaimedResult;
  /** What the round's input calls a person. */
  readonly candidateOf: ReadonlyMap<number, string>;
}
type Seat = { readonly seat: ShownSeat; readonly explanation: OwnResult["explanation"] };

/** By person; null: was not in the round. */
export function seatsShown(plan: CompetitionPlan, released: ReleasedRound): (personId: number) => Seat | null {
  const { candidateOf, input, number, result } = released;
  const { market, names, round } = input;
  const { mode, seats } = result;
  const index = new Map(names.candidates.map((id, i) => [id, i]));
  const titled = new Map(plan.programmes.map((one) => [one.code, one.name]));
  const words = { ...names, programmes: names.programmes.map((code) => titled.get(code) ?? code) };
  const ranksShown = plan.visibility.ranks !== "nobody";
  const waiting = waitingPositions(released);
  return (personId) => {
    const candidate = index.get(candidateOf.get(personId) ?? "");
    if (candidate === undefined) return null;
    const decision = decisionOf(market, round, seats, mode, candidate);
    const seat = seats[candidate] ?? NONE;
    const wishes = decision.wishes.map((wish): ShownWish => ({
      programme: words.programmes[wish.programme] ?? "",
      number: wish.number,
      rank: ranksShown ? wish.rank : null,
      lastRank: ranksShown ? wish.lastRank : null,
      waiting: waiting.get(key(candidate, wish.programme)) ?? null,
      outcome: wish.outcome.kind,
    }));
    return {
      seat: {
        round: number,
        programme: seat === NONE ? null : (words.programmes[seat] ?? null),
        code: seat === NONE ? null : (names.programmes[seat] ?? null),
        wish: wishNumber(market, candidate, seat),
        wishes,
      },
      // The sentences name ranks.
      explanation: ranksShown ? { fr: explained(decision, words, "fr"), en: explained(decision, words, "en") } : null,
    };
  };
}

const key = (candidate: number, programme: number) => `${candidate} ${programme}`;

/**
 * Who waits where, and at which place: the people of a programme's ranking, best first, who would rather be there than
 * where they are. Whoever left the procedure or locked a seat waits nowhere.
 */
function waitingPositions({ input, result }: ReleasedRound): ReadonlyMap<string, number> {
  const { market, round } = input;
  const positions = new Map<string, number>();
  for (let programme = 0; programme < market.places.length; programme++) {
    let position = 0;
    const ranking = market.ranking.subarray(market.rankingStart[programme], market.rankingStart[programme + 1]);
    for (const candidate of ranking) {
      if (round.resigned[candidate] === LEFT || round.locked[candidate] === 1) continue;
      const wished = wishNumber(market, candidate, programme);
      if (wished === null) continue;
      const held = wishNumber(market, candidate, result.seats[candidate] ?? NONE);
      if (held !== null && held <= wished) continue;
      positions.set(key(candidate, programme), ++position);
    }
  }
  return positions;
}
