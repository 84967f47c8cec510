/** A token bucket over failed sign-ins, one for the whole process: an amphitheatre sits behind one IP address. */
export interface FailureBudget {
  /** Takes one token; 0, or ms until the next one when the budget is spent. */
  spend(nowMs: number): number;
}

/**
 * Starts full. A valid card is never refused because others fail: the budget only decides how a wrong code is answered.
 */
export function createFailureBudget(burst: number, perSecond: number): FailureBudget {
  let tokens = burst;
  let countedAtMs = 0;
  return {
    spend(nowMs) {
      tokens = Math.min(burst, tokens + (Math.max(0, nowMs - countedAtMs) * perSecond) / 1_000);
      countedAtMs = Math.max(countedAtMs, nowMs);
      if (tokens < 1) return Math.ceil(((1 - tokens) * 1_000) / perSecond);
      tokens -= 1;
      return 0;
    },
  };
}
