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
  const digits = new Uint16Array(order.length);
  let [from, to]: [Uint32Array, Uint32Array] = [order, new Uint32Array(order.length)];
  for (let unit = 1; unit <= most - least; unit *= DIGITS) {
    // Division by a power of two is exact, and so is its floor.
    for (let place = 0; place < digits.length; place++)
      digits[place] = Math.floor(((keys[from[place] ?? 0] ?? 0) - least) / unit) & (DIGITS - 1);
    sortByDigit(from, to, digits);
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

/** One pass of a counting sort: `digits` by place in `from`. */
function sortByDigit(from: Uint32Array, to: Uint32Array, digits: Uint16Array): void {
  const next = new Uint32Array(DIGITS + 1);
  for (const digit of digits) next[digit + 1] = (next[digit + 1] ?? 0) + 1;
  for (let digit = 1; digit <= DIGITS; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0);
  for (let place = 0; place < digits.length; place++) {
    const digit = digits[place] ?? 0;
    const free = next[digit] ?? 0;
    to[free] = from[place] ?? 0;
    next[digit] = free + 1;
  }
}
