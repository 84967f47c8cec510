/** Durations in steps that grow with the value (about 2 %): small, and cheap to add up. */
const GROWTH = Math.log(1.02);
/** 1.02 ^ 750 ms: the longest that is told apart is three quarters of an hour. */
const STEPS = 750;

export class Histogram {
  readonly #counts = new Map<number, number>();
  #total = 0;
  #max = 0;

  get total(): number {
    return this.#total;
  }
  /** The longest, ms; NaN without any. */
  get max(): number {
    return this.#total === 0 ? NaN : this.#max;
  }
  /** Below a millisecond counts as one. */
  record(ms: number): void {
    const step = ms <= 1 ? 0 : Math.min(STEPS, Math.ceil(Math.log(ms) / GROWTH));
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
    this.#total++;
    this.#max = Math.max(this.#max, ms);
  }
  add(other: Histogram): void {
    for (const [step, count] of other.#counts) this.#counts.set(step, (this.#counts.get(step) ?? 0) + count);
    this.#total += other.#total;
    this.#max = Math.max(this.#max, other.#max);
  }
  /** The value that `share` (0…1) of them do not exceed, ms, at most the longest; NaN without any. */
  quantile(share: number): number {
    if (this.#total === 0) return NaN;
    let seen = 0;
    for (const [step, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= share * this.#total) return Math.min(this.#max, Math.exp(step * GROWTH));
    }
    return this.#max;
  }
}
