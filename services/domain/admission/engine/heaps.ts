import { add, at } from "#domain/admission/engine/ints";

/** Heaps of ranks, the greatest (worst) at the top, side by side in one array; each has a room that is never exceeded. */
export class Heaps {
  readonly #start: Int32Array;
  readonly #ranks: Int32Array;
  readonly size: Int32Array;

  constructor(rooms: readonly number[]) {
    this.#start = new Int32Array(rooms.length + 1);
    rooms.forEach((room, i) => add(this.#start, i + 1, at(this.#start, i) + room));
    this.#ranks = new Int32Array(at(this.#start, rooms.length));
    this.size = new Int32Array(rooms.length);
  }
  /** Worst rank, 0 when there is none. */
  top(heap: number): number {
    return at(this.size, heap) === 0 ? 0 : at(this.#ranks, at(this.#start, heap));
  }
  push(heap: number, rank: number): void {
    const ranks = this.#ranks;
    const base = at(this.#start, heap);
    let i = add(this.size, heap, 1) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = at(ranks, base + parent);
      if (above >= rank) break;
      ranks[base + i] = above;
      i = parent;
    }
    ranks[base + i] = rank;
  }
  /** Takes the worst away and puts `rank` in its stead. */
  replace(heap: number, rank: number): void {
    this.#sink(at(this.#start, heap), at(this.size, heap), rank);
  }
  pop(heap: number): number {
    const base = at(this.#start, heap);
    const worst = at(this.#ranks, base);
    const size = add(this.size, heap, -1);
    this.#sink(base, size, at(this.#ranks, base + size));
    return worst;
  }
  #sink(base: number, size: number, rank: number): void {
    const ranks = this.#ranks;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && at(ranks, base + child + 1) > at(ranks, base + child)) child++;
      const worst = at(ranks, base + child);
      if (worst <= rank) break;
      ranks[base + i] = worst;
      i = child;
    }
    ranks[base + i] = rank;
  }
}
