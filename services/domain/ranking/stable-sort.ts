/** Sorting by whole numbers in which equals keep their order: criteria are applied one after the other, the last first. */

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Sorts `order` (indices into `keys`) in place by `keys`, smaller first. Keys are whole numbers that are at most 2^53 − 1
 * apart. Time grows with the number of indices and of digits, never with how many are equal.
 */
export function sortStably(order: Uint32Array, keys: Float64Array): void {
  let [least, most] = [Infinity, -Infinity];
  for (const index of order) {
    const key = keys[index] ?? 0;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  let [from, to]: [Uint32Array, Uint32Array] = [order, new Uint32Array(order.length)];
  for (let unit = 1; unit <= most - least; unit *= DIGITS) {
    sortByDigit(from, to, (index) => Math.floor(((keys[index] ?? 0) - least) / unit) & (DIGITS - 1));
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

/** One pass of a counting sort. Division by a power of two is exact, and so is its floor. */
function sortByDigit(from: Uint32Array, to: Uint32Array, digitOf: (index: number) => number): void {
  const next = new Uint32Array(DIGITS + 1);
  for (const index of from) {
    const digit = digitOf(index);
    next[digit + 1] = (next[digit + 1] ?? 0) + 1;
  }
  for (let digit = 1; digit <= DIGITS; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0);
  for (const index of from) {
    const digit = digitOf(index);
    const place = next[digit] ?? 0;
    to[place] = index;
    next[digit] = place + 1;
  }
}
