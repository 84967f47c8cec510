import { createFailureBudget, type FailureBudget } from "#http/failure-budget";

/** A budget for each of many: so many at once, then some every second, whoever asks and from wherever. */
export interface AccountBudget {
  /** Takes one attempt; 0, or how long to wait, ms. */
  spend(who: string, nowMs: number): number;
  /** Whoever signed in owes nothing. */
  forgive(who: string): void;
}

/**
 * Attempts to sign in as one account. Sessions that are open are not touched: an account under attack goes on working, it
 * only waits to sign in anew.
 */
const SIGN_INS_AT_ONCE = 8;
const SIGN_INS_PER_SECOND = 0.2;
/** How many are remembered; beyond it the oldest is forgotten: invented names must not fill the memory. */
const REMEMBERED_MAX = 10_000;

export function createAccountBudget(atOnce = SIGN_INS_AT_ONCE, perSecond = SIGN_INS_PER_SECOND): AccountBudget {
  const budgets = new Map<string, FailureBudget>();
  return {
    spend: (who, nowMs) => {
      const budget = budgets.get(who) ?? createFailureBudget(atOnce, perSecond);
      budgets.delete(who);
      budgets.set(who, budget);
      if (budgets.size > REMEMBERED_MAX) budgets.delete(budgets.keys().next().value as string);
      return budget.spend(nowMs);
    },
    forgive: (who) => void budgets.delete(who),
  };
}
