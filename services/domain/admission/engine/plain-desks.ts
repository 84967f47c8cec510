/** What programmes without rules hold while candidates propose: the best-ranked, as many as there are places. */
import type { Heaps } from "#domain/admission/engine/heaps";
import { add, at } from "#domain/admission/engine/ints";

export class PlainDesks {
  readonly #places: Int32Array;
  readonly #heaps: Heaps;
  /** Heap of each programme. */
  readonly #heapOf: Int32Array;
  readonly #taken: Int32Array;

  constructor(places: Int32Array, heaps: Heaps, heapOf: Int32Array) {
    this.#places = places;
    this.#heaps = heaps;
    this.#heapOf = heapOf;
    this.#taken = new Int32Array(places.length);
  }
  /** The rank that is dropped, which may be the one offered; 0: none. */
  offer(programme: number, rank: number): number {
    const heap = at(this.#heapOf, programme);
    if (at(this.#taken, programme) < at(this.#places, programme)) {
      add(this.#taken, programme, 1);
      this.#heaps.push(heap, rank);
      return 0;
    }
    const worst = this.#heaps.top(heap);
    if (worst < rank) return rank;
    this.#heaps.replace(heap, rank);
    return worst;
  }
  /** Somebody who is never dropped comes. The rank that is dropped for them, or 0. */
  seat(programme: number): number {
    const heap = at(this.#heapOf, programme);
    if (add(this.#taken, programme, 1) <= at(this.#places, programme) || this.#heaps.top(heap) === 0) return 0;
    add(this.#taken, programme, -1);
    return this.#heaps.pop(heap);
  }
}
