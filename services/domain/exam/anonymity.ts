/** Anonymity numbers: what marking sees in place of a name. Eight digits without meaning, order or origin. */
const RANGE = 90_000_000;
const FIRST = 10_000_000;

/**
 * Makes `count` numbers that are in none of `taken`, from a source of evenly spread whole numbers in [0, below). With a
 * secret source nothing about a candidate can be worked out from a number.
 */
export function anonymityNumbers(
  count: number,
  taken: ReadonlySet<string>,
  below: (limit: number) => number,
): string[] {
  if (count + taken.size > RANGE / 2) throw new RangeError("too many anonymity numbers");
  const made = new Set<string>();
  while (made.size < count) {
    const number = String(FIRST + below(RANGE));
    if (!taken.has(number)) made.add(number);
  }
  return [...made];
}
