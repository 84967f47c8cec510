/** What programmes without rules hold while candidates propose: the best-ranked, as many as there are places. */
import type { Heaps } from "#domain/admission/engine/heaps";
import { add } from "#domain/admission/engine/ints";

const ANY_RANK = 2 ** 31 - 1;

export class PlainDesks {
  readonly #places: Int32Array;
  readonly #heaps: Heaps;
  /** Heap of each programme. */
  readonly #heapOf: Int32Array;
  readonly #taken: Int32Array;
  /** The worst rank that may still be taken: of the worst held once the places are. */
  readonly limit: Int32Array;

  constructor(places: Int32Array, heaps: Heaps, heapOf: Int32Array) {
    this.#places = places;
    this.#heaps = heaps;
    this.#heapOf = heapOf;
    this.#taken = new Int32Array(places.length);
    this.limit = places.map((count) => (count > 0 ? ANY_RANK : 0));
  }
  /** Of a rank within the limit. The rank that is dropped, or 0. */
  offer(programme: number, rank: number): number {
    const limit = this.limit[programme] as number;
    const heap = this.#heapOf[programme] as number;
    if (limit < ANY_RANK) this.#heaps.replace(heap, rank);
    else {
      this.#heaps.push(heap, rank);
      if (add(this.#taken, programme, 1) < (this.#places[programme] as number)) return 0;
    }
    this.limit[programme] = this.#heaps.top(heap);
    return limit < ANY_RANK ? limit : 0;
  }
  /** Somebody who is never dropped comes. The rank that is dropped for them, or 0. */
  seat(programme: number): number {
    const heap = this.#heapOf[programme] as number;
    const tooMany = add(this.#taken, programme, 1) - (this.#places[programme] as number);
    if (tooMany < 0) return 0;
    const dropped = tooMany > 0 && this.#heaps.top(heap) > 0 ? this.#heaps.pop(heap) : 0;
    if (dropped > 0) add(this.#taken, programme, -1);
    this.limit[programme] = this.#heaps.top(heap);
    return dropped;
  }
}
