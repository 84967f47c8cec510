/**
 * Exact shares of an item, and the one place where a mark is rounded. Everything is a whole number from here to the rank:
 * a mark is an integer in thousandths, rounded half up once per item (EXAM-RULES, "Question types and marks").
 */

/** `num / den` of an item's weight: whole numbers, 0 ≤ num ≤ den, den > 0. */
export interface Share {
  readonly num: number;
  readonly den: number;
}
export const NOTHING: Share = { num: 0, den: 1 };
export const ALL: Share = { num: 1, den: 1 };

/** `num / den` to the nearest whole number, halves up. Exact while `2 × num + den` is below 2^53. */
export const roundedHalfUp = (num: number, den: number): number => Math.floor((2 * num + den) / (2 * den));

/** Thousandths for a share of an item of that weight (thousandths). */
export const markOf = (weight: number, share: Share): number => roundedHalfUp(weight * share.num, share.den);

/** Whether `a` is the larger share. */
export const isLarger = (a: Share, b: Share): boolean => a.num * b.den > b.num * a.den;

/**
 * A mark over `maximum` brought to `common`: mark × common ÷ maximum, rounded half up once. Candidates whose maxima
 * differ (an annulled item, a backup paper) are compared on it. `maximum` > 0. Products pass 2^53: big integers.
 */
export function onCommonDenominator(mark: number, maximum: number, common: number): number {
  if (maximum === common) return mark;
  const [num, den] = [BigInt(mark) * BigInt(common), BigInt(maximum)];
  return Number((2n * num + den) / (2n * den));
}
