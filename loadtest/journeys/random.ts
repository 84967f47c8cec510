/** A seeded source of numbers, so that a rehearsal can be played again entry by entry. */
export interface Random {
  /** Between 0 (included) and 1. */
  next(): number;
  /** Integer between 0 and n − 1. */
  below(n: number): number;
  chance(probability: number): boolean;
  /** `count` different elements in the order drawn (all of them when there are fewer). */
  sample<T>(from: readonly T[], count: number): T[];
}

export const seededRandom = (seed: number): Random => new Mulberry32(seed);

/** Small, fast, good enough to choose answers. A class: each of thousands of tablets has one. */
class Mulberry32 implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    const state = (this.#state + 0x6d2b79f5) >>> 0;
    this.#state = state;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  sample<T>(from: readonly T[], count: number): T[] {
    const drawn = from.slice();
    const wanted = Math.min(count, drawn.length);
    for (let n = 0; n < wanted; n++) {
      const other = n + this.below(drawn.length - n);
      const here = drawn[n] as T;
      drawn[n] = drawn[other] as T;
      drawn[other] = here;
    }
    drawn.length = wanted;
    return drawn;
  }
}
