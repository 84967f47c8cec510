/** Latencies in steps that grow with the value (about 2 %): a fixed table, so recording costs nothing. */
const STEPS = 1_200;
const GROWTH = Math.log(1.02);
const FIRST_MS = 0.001;

export class Latencies {
  #counts = new Uint32Array(STEPS);
  #total = 0;

  record(ms: number): void {
    const step = ms <= FIRST_MS ? 0 : Math.min(STEPS - 1, Math.ceil(Math.log(ms / FIRST_MS) / GROWTH));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#total++;
  }

  /** The value that `share` (0…1) of the recorded ones do not exceed, ms; NaN without any. */
  quantile(share: number): number {
    if (this.#total === 0) return NaN;
    let seen = 0;
    for (let step = 0; step < STEPS; step++) {
      seen += this.#counts[step] ?? 0;
      if (seen >= share * this.#total) return FIRST_MS * Math.exp(step * GROWTH);
    }
    return Infinity;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
