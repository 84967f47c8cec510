/** Repeatable pseudo-random numbers for generated content. Never for secrets: whoever knows the seed knows them all. */
export interface SeededNumbers {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The same elements in another order; the list itself is left alone. */
  shuffle<T>(list: readonly T[]): T[];
}

/** A generator (xorshift32 over a mixed seed) that gives the same numbers on every machine. */
export function seededNumbers(seed: number): SeededNumbers {
  let state = mix(seed);
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number): number => {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError("a limit of at least 1 is needed");
    return Math.floor((next() / 4_294_967_296) * limit);
  };
  return {
    below,
    pick: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new RangeError("nothing to pick from");
      return one;
    },
    shuffle: (list) => shuffled(list, below),
  };
}

/** Spreads near seeds far apart; never 0, which xorshift cannot leave. */
function mix(seed: number): number {
  let x = (seed + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  x ^= x >>> 15;
  return x === 0 ? 1 : x;
}

function shuffled<T>(list: readonly T[], below: (limit: number) => number): T[] {
  const keyed = [...list];
  for (let n = keyed.length - 1; n > 0; n--) {
    const other = below(n + 1);
    const held = keyed[n] as T;
    keyed[n] = keyed[other] as T;
    keyed[other] = held;
  }
  return keyed;
}
