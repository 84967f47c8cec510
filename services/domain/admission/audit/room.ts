/** How much room a programme has, counted category by category. */
import type { Market, Rules } from "#domain/admission/market/market";

const NO_RULES: Rules = { overQuota: [], caps: [] };

/** What a programme has taken so far, and whether it would take one more: rule A, from counts alone. */
export class Room {
  readonly #kinds: Market["kinds"];
  readonly #rules: Rules;
  readonly #places: number;
  readonly #taken = new Map<number, number>();
  /** Taken who are in no over-quota category. */
  #others = 0;

  constructor(market: Market, programme: number) {
    this.#kinds = market.kinds;
    this.#rules = market.rules[programme] ?? NO_RULES;
    this.#places = market.places[programme] ?? 0;
  }
  wouldTake(kind: number): boolean {
    if (this.#rules === NO_RULES) return this.#others < this.#places;
    if (this.#onPlaces() >= this.#places) return false; // whoever comes now is not usefully ranked
    const categories = this.#kinds[kind] ?? [];
    const isFull = (category: number, most: number) => categories.includes(category) && this.#count(category) >= most;
    if (this.#rules.caps.some(({ category, most }) => isFull(category, most))) return false;
    return !this.#rules.overQuota.some((one) => one.beyond === "refuse" && isFull(one.category, one.most));
  }
  take(kind: number): void {
    if (this.#rules === NO_RULES) {
      this.#others++;
      return;
    }
    const categories = this.#kinds[kind] ?? [];
    for (const category of categories) this.#taken.set(category, this.#count(category) + 1);
    if (!this.#rules.overQuota.some(({ category }) => categories.includes(category))) this.#others++;
  }
  #count = (category: number): number => this.#taken.get(category) ?? 0;
  #onPlaces(): number {
    const consuming = this.#rules.overQuota.filter(({ beyond }) => beyond === "consume");
    return consuming.reduce((sum, one) => sum + Math.max(0, this.#count(one.category) - one.most), this.#others);
  }
}

/**
 * How many of these would have to go for the programme to be within its caps, its over-quota numbers and its places. Caps
 * lie within each other or apart, so inner ones are settled first, and who goes of a category makes no difference.
 */
export function excessOf(market: Market, programme: number, held: Int32Array): number {
  const rules = market.rules[programme];
  const places = market.places[programme] ?? 0;
  if (rules == null) return Math.max(0, held.length - places);
  const { overQuota, caps } = rules;
  const left = new Map<number, number>();
  for (const candidate of held) {
    const kind = market.kindOf[candidate] ?? -1;
    left.set(kind, (left.get(kind) ?? 0) + 1);
  }
  const inside = (category: number) => [...left.keys()].filter((kind) => market.kinds[kind]?.includes(category));
  const sum = (kinds: Iterable<number>) => [...kinds].reduce((total, kind) => total + (left.get(kind) ?? 0), 0);
  function shrinkTo(most: number, kinds: readonly number[]): void {
    let tooMany = Math.max(0, sum(kinds) - most);
    for (const kind of kinds) {
      const gone = Math.min(tooMany, left.get(kind) ?? 0);
      left.set(kind, (left.get(kind) ?? 0) - gone);
      tooMany -= gone;
    }
  }
  const innerFirst = caps.map(({ category, most }) => ({ kinds: inside(category), most }));
  innerFirst.sort((a, b) => a.kinds.length - b.kinds.length);
  for (const { kinds, most } of innerFirst) shrinkTo(most, kinds);
  let above = 0;
  for (const { category, most, beyond } of overQuota) {
    if (beyond === "refuse") shrinkTo(most, inside(category));
    above += Math.min(most, sum(inside(category)));
  }
  const onPlaces = sum(left.keys()) - above;
  return held.length - above - Math.min(places, onPlaces);
}
