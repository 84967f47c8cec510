/** Means, variances and correlations in one pass. Statistics only: marks never meet a fraction. */

/** Of pairs (x, y): counts and sums. */
export interface Sums {
  n: number;
  x: number;
  xx: number;
  y: number;
  yy: number;
  xy: number;
}
export const noSums = (): Sums => ({ n: 0, x: 0, xx: 0, y: 0, yy: 0, xy: 0 });

export function addPair(sums: Sums, x: number, y: number): void {
  sums.n += 1;
  sums.x += x;
  sums.xx += x * x;
  sums.y += y;
  sums.yy += y * y;
  sums.xy += x * y;
}

export const meanOf = (n: number, sum: number): number => (n === 0 ? 0 : sum / n);
/** Of the population: divided by n. */
export const varianceOf = (n: number, sum: number, squares: number): number =>
  n === 0 ? 0 : Math.max(0, squares / n - (sum / n) ** 2);

/** Pearson's r; with an x of 0 and 1 the point-biserial. Null where one of the two does not vary. */
export function correlationOf({ n, x, xx, y, yy, xy }: Sums): number | null {
  const spread = Math.sqrt(varianceOf(n, x, xx) * varianceOf(n, y, yy));
  return spread < 1e-9 ? null : (xy / n - (x / n) * (y / n)) / spread;
}
