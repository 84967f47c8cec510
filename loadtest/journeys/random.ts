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

/** Mulberry32: small, fast, good enough to choose answers. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    sample(from, count) {
      const drawn = from.slice();
      const wanted = Math.min(count, drawn.length);
      for (let n = 0; n < wanted; n++) {
        const other = n + below(drawn.length - n);
        const here = drawn[n] as (typeof drawn)[number];
        drawn[n] = drawn[other] as (typeof drawn)[number];
        drawn[other] = here;
      }
      drawn.length = wanted;
      return drawn;
    },
  };
}
