/**
 * Programme-proposing deferred acceptance: for comparison only. It ends in the stable result that is worst for candidates;
 * how many of them differ says how much the choice of the proposing side decides. It is never released.
 */
import { at } from "#domain/admission/engine/ints";
import { isTaken, tallyOf } from "#domain/admission/engine/tally";
import { type Applications, applicationsOf, wishesInForce } from "#domain/admission/engine/wishes-in-force";
import { type Market, type Mode, NONE, type Round, type Seats } from "#domain/admission/market/market";

export function programmeProposing(market: Market, round: Round, mode: Mode): Seats {
  const { from, to } = wishesInForce(market, round);
  const ranked = rankedApplications(market, applicationsOf(market));
  /** The best wish that was offered; `to` of the candidate while there is none. */
  const best = to.slice();
  for (let candidate = 0; candidate < best.length; candidate++) {
    const owed = at(round.additional, candidate);
    // The last wish in force then: anything better may still be offered.
    if (owed !== NONE && at(from, candidate) < at(to, candidate) && at(market.wishes, at(to, candidate) - 1) === owed)
      best[candidate] = at(to, candidate) - 1;
  }
  const inQuestion = new Set<number>(market.places.keys());
  for (const programme of inQuestion) {
    inQuestion.delete(programme);
    offer(programme);
  }
  return best.map((wish, candidate) => (wish < at(to, candidate) ? at(market.wishes, wish) : NONE));

  /** Offers a seat to whomever the programme would choose of those who hold nothing better. */
  function offer(programme: number): void {
    const tally = tallyOf(market, programme);
    const [first, last] = [at(ranked.start, programme), at(ranked.start, programme + 1)];
    const isOpen = (candidate: number, wish: number) =>
      wish >= at(from, candidate) && wish <= at(best, candidate) && wish < at(to, candidate);
    const isOwed = (candidate: number) => at(round.additional, candidate) === programme;
    const comesFirst = (candidate: number) => mode === "protected" && at(round.previous, candidate) === programme;
    if (mode === "protected")
      for (let i = first; i < last; i++) {
        const [candidate, wish] = [at(ranked.candidate, i), at(ranked.wish, i)];
        if (!comesFirst(candidate) || isOwed(candidate) || !isOpen(candidate, wish)) continue;
        tally.count(at(market.kindOf, candidate));
        give(candidate, wish);
      }
    for (let i = first; i < last && !tally.full(); i++) {
      const [candidate, wish] = [at(ranked.candidate, i), at(ranked.wish, i)];
      if (comesFirst(candidate) || isOwed(candidate) || !isOpen(candidate, wish)) continue;
      if (isTaken(tally.take(at(market.kindOf, candidate)))) give(candidate, wish);
    }
  }
  /** Whoever gets something better gives back what they held: its programme may offer it again. */
  function give(candidate: number, wish: number): void {
    const held = at(best, candidate);
    if (held === wish) return;
    best[candidate] = wish;
    if (held < at(to, candidate)) inQuestion.add(at(market.wishes, held));
  }
}

/** The applications to each programme in the order of its ranking, without those it does not rank. */
function rankedApplications({ ranking, rankingStart, kindOf }: Market, by: Applications): Applications {
  const wishOf = new Int32Array(kindOf.length);
  const programmes = rankingStart.length - 1;
  const start = new Int32Array(programmes + 1);
  const wish = new Int32Array(by.wish.length);
  const candidate = new Int32Array(by.wish.length);
  let filled = 0;
  for (let programme = 0; programme < programmes; programme++) {
    for (let i = at(by.start, programme); i < at(by.start, programme + 1); i++)
      wishOf[at(by.candidate, i)] = at(by.wish, i) + 1;
    for (let i = at(rankingStart, programme); i < at(rankingStart, programme + 1); i++) {
      const found = at(wishOf, at(ranking, i)) - 1;
      if (found === -1) continue;
      wish[filled] = found;
      candidate[filled++] = at(ranking, i);
    }
    for (let i = at(by.start, programme); i < at(by.start, programme + 1); i++) wishOf[at(by.candidate, i)] = 0;
    start[programme + 1] = filled;
  }
  return { start, wish, candidate };
}

/** How many candidates sit elsewhere in one result than in the other. */
export const differing = (a: Seats, b: Seats): number =>
  a.reduce((count, seat, i) => count + (seat === b[i] ? 0 : 1), 0);
