/** A desk for every programme, with heaps that are large enough for whoever it can hold. */
import { sortings } from "#domain/admission/engine/classes";
import { Heaps } from "#domain/admission/engine/heaps";
import { PlainDesks } from "#domain/admission/engine/plain-desks";
import { RuledDesk } from "#domain/admission/engine/ruled-desk";
import { Stack } from "#domain/admission/engine/stack";
import type { Market } from "#domain/admission/market/market";

export class Desks {
  /** Ranks that a programme has dropped at the last call; whoever calls takes them out. */
  readonly dropped: Stack;
  /** The worst rank that each programme may still take; any rank where there are rules. */
  readonly limit: Int32Array;
  readonly #plain: PlainDesks;
  /** Null: the programme has no rules. */
  readonly #ruled: readonly (RuledDesk | null)[];

  /** `start`: as of the wishes by programme, whose number is the most that can come. */
  constructor(market: Market, start: Int32Array) {
    const { places, rules } = market;
    this.dropped = new Stack(market.kindOf.length);
    const sorted = sortings(market);
    const rooms: number[] = [];
    const first = places.map((initial, programme) => {
      const heap = rooms.length;
      const own = rules[programme];
      const applicants = (start[programme + 1] ?? 0) - (start[programme] ?? 0);
      // With rules one more than can stay: the newcomer is laid in before the worst is taken out.
      const room = ({ group }: { group: number }) => initial + (own?.overQuota[group]?.most ?? 0) + 1;
      for (const most of sorted[programme]?.classes.map(room) ?? [initial]) rooms.push(Math.min(applicants, most));
      return heap;
    });
    const heaps = new Heaps(rooms);
    this.#plain = new PlainDesks(places, heaps, first);
    this.limit = this.#plain.limit;
    this.#ruled = rules.map((own, programme) => {
      const sorting = sorted[programme];
      if (own == null || sorting == null) return null;
      return new RuledDesk(places[programme] ?? 0, own, sorting, heaps, first[programme] ?? 0);
    });
  }

  /** A candidate of that kind proposes, whose rank is within the limit. */
  offer(programme: number, kind: number, rank: number): void {
    const desk = this.#ruled[programme];
    if (desk != null) return desk.offer(kind, rank, this.dropped);
    const out = this.#plain.offer(programme, rank);
    if (out > 0) this.dropped.push(out);
  }
  /** Somebody who is never dropped comes. */
  seat(programme: number, kind: number): void {
    const desk = this.#ruled[programme];
    if (desk != null) return desk.seat(kind, this.dropped);
    const out = this.#plain.seat(programme);
    if (out > 0) this.dropped.push(out);
  }
}
