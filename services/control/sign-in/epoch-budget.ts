/**
 * How often one candidate may get a new epoch: a handful at once, then one every few seconds. Each one costs a row that
 * every later batch of the candidate reads; nobody wears out tablets faster. Never per address.
 */
export interface EpochBudget {
  /** Spends one; returns 0, or how long to wait, ms, when nothing is left. */
  spend(candidateId: number, nowMs: number): number;
}

const AT_ONCE = 10;
const ONE_MORE_EVERY_MS = 10_000;

export function createEpochBudget(): EpochBudget {
  /** Candidate → when the budget is whole again, ms. As many entries as candidates at most. */
  const wholeAtMs = new Map<number, number>();
  return {
    spend: (candidateId, nowMs) => {
      const wholeAt = Math.max(wholeAtMs.get(candidateId) ?? 0, nowMs);
      const waitMs = wholeAt - nowMs - (AT_ONCE - 1) * ONE_MORE_EVERY_MS;
      if (waitMs > 0) return waitMs;
      wholeAtMs.set(candidateId, wholeAt + ONE_MORE_EVERY_MS);
      return 0;
    },
  };
}
