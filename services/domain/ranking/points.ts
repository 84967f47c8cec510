/** Marks as an office writes them by hand: points with a decimal comma or point, at most three decimals. */

/** `12,25` as thousandths, "12250"; "" stays "". Null when it is no such number. */
export function thousandthsOf(points: string): string | null {
  if (points === "") return "";
  const found = /^(\d{1,12})(?:[.,](\d{1,3}))?$/.exec(points);
  return found ? String(Number(`${found[1]}${(found[2] ?? "").padEnd(3, "0")}`)) : null;
}
