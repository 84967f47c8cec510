/**
 * Student-proposing deferred acceptance (R21): each candidate proposes down the list, each programme keeps what it would
 * choose of everybody who has come so far. The result is stable, the best possible for every candidate among the stable
 * ones, and the same whatever the order of proposals.
 */
import { sortings } from "#domain/admission/engine/classes";
import { Heaps } from "#domain/admission/engine/heaps";
import { add, at } from "#domain/admission/engine/ints";
import { PlainDesks } from "#domain/admission/engine/plain-desks";
import { RuledDesk } from "#domain/admission/engine/ruled-desk";
import { wishRanks } from "#domain/admission/engine/wish-ranks";
import { type Applications, applicationsOf, wishesInForce } from "#domain/admission/engine/wishes-in-force";
import { type Market, type Mode, NONE, type Round, type Seats } from "#domain/admission/market/market";

/** `order`: in which candidates propose first; it changes nothing, which a test shows. */
export function deferredAcceptance(market: Market, round: Round, mode: Mode, order?: Int32Array): Seats {
  const { kindOf, ranking, rankingStart, wishes } = market;
  const applications = applicationsOf(market);
  const ranks = wishRanks(market, applications);
  const { from: next, to } = wishesInForce(market, round);
  const { plain, ruled } = desksOf(market, applications);
  const waiting: number[] = [];
  const dropped: number[] = [];

  /** The candidates for whom there is no room any more are sent on to their next wish. */
  function propose(candidate: number, wish: number): void {
    const programme = at(wishes, wish);
    if (at(round.additional, candidate) === programme) return; // a seat of their own, which nobody competes for
    const comesFirst = mode === "protected" && at(round.previous, candidate) === programme;
    const rank = at(ranks, wish);
    if (rank === 0 && !comesFirst) return sendOn(candidate);
    const desk = ruled[programme];
    if (desk != null) {
      if (comesFirst) desk.seat(at(kindOf, candidate), dropped);
      else desk.offer(at(kindOf, candidate), rank, dropped);
    } else {
      const out = comesFirst ? plain.seat(programme) : plain.offer(programme, rank);
      if (out > 0) dropped.push(out);
    }
    for (let out = dropped.pop(); out !== undefined; out = dropped.pop())
      sendOn(at(ranking, at(rankingStart, programme) + out - 1));
  }
  function sendOn(candidate: number): void {
    add(next, candidate, 1);
    waiting.push(candidate);
  }

  for (let i = 0; i < kindOf.length; i++) {
    waiting.push(order === undefined ? i : at(order, i));
    for (let candidate = waiting.pop(); candidate !== undefined; candidate = waiting.pop()) {
      const wish = at(next, candidate);
      if (wish < at(to, candidate)) propose(candidate, wish);
    }
  }
  return Int32Array.from(next, (wish, candidate) => (wish < at(to, candidate) ? at(wishes, wish) : NONE));
}

/** A desk for every programme, with heaps that are large enough for whoever it can hold. */
function desksOf(market: Market, { start }: Applications): { plain: PlainDesks; ruled: (RuledDesk | null)[] } {
  const { places, rules } = market;
  const rooms: number[] = [];
  const first = new Int32Array(places.length);
  const sorted = sortings(market);
  for (let programme = 0; programme < places.length; programme++) {
    const applicants = at(start, programme + 1) - at(start, programme);
    const own = rules[programme];
    first[programme] = rooms.length;
    // With rules one more than can stay: the newcomer is laid in before the worst is taken out.
    const room = ({ group }: { group: number }) => at(places, programme) + (own?.overQuota[group]?.most ?? 0) + 1;
    const classes = sorted[programme]?.classes.map(room) ?? [at(places, programme)];
    rooms.push(...classes.map((most) => Math.min(applicants, most)));
  }
  const heaps = new Heaps(rooms);
  return {
    plain: new PlainDesks(places, heaps, first),
    ruled: rules.map((own, programme) => {
      const sorting = sorted[programme];
      if (own == null || sorting == null) return null;
      return new RuledDesk(at(places, programme), own, sorting, heaps, at(first, programme));
    }),
  };
}
