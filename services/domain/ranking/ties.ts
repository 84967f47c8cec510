/** The last ties, by lottery (R16). Keys are asked for only where one decides. */

/** The lottery's key of a candidate, by number, as text of one length: the lower one, character by character, wins. */
export type LotteryKey = (candidate: string) => string;

/**
 * Puts those in order whom every criterion leaves equal: `decided[place] === lottery` says that the place is equal to the
 * one before. Returns the groups of candidates that stay equal because there is no lottery.
 */
export function breakTies(
  order: Uint32Array,
  decided: Uint8Array,
  lottery: number,
  candidates: readonly string[],
  keyOf: LotteryKey | null,
): number[][] {
  const unbroken: number[][] = [];
  for (let from = 0; from < order.length;) {
    let end = from + 1;
    while (end < order.length && decided[end] === lottery) end++;
    if (end - from > 1) {
      const group = order.subarray(from, end);
      if (keyOf) group.set(byKey(group, candidates, keyOf));
      else unbroken.push([...group]);
    }
    from = end;
  }
  return unbroken;
}

function byKey(group: Uint32Array, candidates: readonly string[], keyOf: LotteryKey): Uint32Array {
  const keyed = Array.from(group, (candidate) => ({ candidate, key: keyOf(candidates[candidate] ?? "") }));
  keyed.sort((a, b) => {
    // Two equal keys would leave the order to chance; of 256 bits that is a defect, not bad luck.
    if (a.key === b.key && a !== b) throw new Error(`two candidates with one lottery key: ${a.key}`);
    return a.key < b.key ? -1 : 1;
  });
  return Uint32Array.from(keyed, ({ candidate }) => candidate);
}
