/** Large random markets, seeded: popular programmes, and rankings in which a general ability counts for half. */
import type { Market, Rules } from "#domain/admission/market/market";

export interface MarketSize {
  readonly candidates: number;
  readonly wishes: number;
  readonly programmes: number;
  /** Rule A everywhere: one candidate in ten in an over-quota category, one in ten under a cap. */
  readonly rules: boolean;
}

const ABROAD = 0;
const REPEATER = 1;
const RULES = (places: number): Rules => ({
  overQuota: [{ category: ABROAD, most: Math.floor((8 * places) / 100), beyond: "consume" }],
  caps: [{ category: REPEATER, most: Math.max(1, Math.floor(places / 5)) }],
});

/** Nine places for ten candidates, shared out by popularity; every programme ranks all who wish for it. */
export function randomMarket(size: MarketSize, seed: number): Market {
  const random = mulberry(seed);
  const { candidates, programmes, wishes: each } = size;
  const ability = Float64Array.from({ length: candidates }, random);
  const wishStart = Int32Array.from({ length: candidates + 1 }, (_, i) => i * each);
  const wishes = new Int32Array(candidates * each);
  const applicants = new Int32Array(programmes);
  const lastWished = new Int32Array(programmes).fill(-1);
  for (let c = 0; c < candidates; c++)
    for (let w = 0; w < each;) {
      const programme = Math.floor(random() ** 2 * programmes); // the first ones are the popular ones
      if (lastWished[programme] === c) continue;
      lastWished[programme] = c;
      wishes[c * each + w++] = programme;
      applicants[programme] = (applicants[programme] ?? 0) + 1;
    }
  const places = applicants.map((count) => Math.max(1, Math.round((count * 0.9) / each)));
  return {
    ...{ places, wishStart, wishes },
    rules: Array.from(places, (count) => (size.rules ? RULES(count) : null)),
    ...rankings(wishes, each, applicants, ability, random),
    kindOf: Int32Array.from({ length: candidates }, () =>
      size.rules ? Math.max(0, Math.floor(random() * 20) - 15) >> 1 : 0,
    ),
    kinds: [[], [ABROAD], [REPEATER]],
  };
}

function rankings(
  wishes: Int32Array,
  each: number,
  applicants: Int32Array,
  ability: Float64Array,
  random: () => number,
): Pick<Market, "ranking" | "rankingStart"> {
  const rankingStart = new Int32Array(applicants.length + 1);
  applicants.forEach((count, p) => (rankingStart[p + 1] = (rankingStart[p] ?? 0) + count));
  const next = rankingStart.slice();
  // Whole keys that sort by score and still tell the candidate: the score above, the candidate below.
  const keys = new Float64Array(wishes.length);
  wishes.forEach((programme, wish) => {
    const candidate = Math.floor(wish / each);
    const score = Math.floor((random() + (ability[candidate] ?? 0)) * 2 ** 30);
    const slot = next[programme] ?? 0;
    keys[slot] = score * 2 ** 21 + candidate;
    next[programme] = slot + 1;
  });
  applicants.forEach((_, p) => keys.subarray(rankingStart[p], rankingStart[p + 1]).sort());
  return { rankingStart, ranking: Int32Array.from(keys, (key) => key % 2 ** 21) };
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
