/** Quantiles of a few hundred values, exact: the smallest value that so many do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** The same, to the millisecond, for the detail of a figure. */
export function spreadOf(values: readonly number[]): Record<string, number> {
  const at = (share: number) => Math.round(quantile(values, share));
  return { count: values.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}
