import { createFailureBudget, type FailureBudget } from "#control/sign-in/failure-budget";

/**
 * Attempts to sign in as one account: a handful at once, then one every few seconds, whoever asks and from wherever.
 * Sessions that are open are not touched: an account under attack goes on working, it only waits to sign in anew.
 */
export interface AccountBudget {
  /** Takes one attempt; 0, or how long to wait, ms. */
  spend(login: string, nowMs: number): number;
  /** Whoever signed in owes nothing. */
  forgive(login: string): void;
}

const AT_ONCE = 8;
const PER_SECOND = 0.2;
/** Logins remembered; beyond it the oldest is forgotten: invented logins must not fill the memory. */
const LOGINS_MAX = 10_000;

export function createAccountBudget(): AccountBudget {
  const budgets = new Map<string, FailureBudget>();
  return {
    spend: (login, nowMs) => {
      const budget = budgets.get(login) ?? createFailureBudget(AT_ONCE, PER_SECOND);
      budgets.delete(login);
      budgets.set(login, budget);
      if (budgets.size > LOGINS_MAX) budgets.delete(budgets.keys().next().value as string);
      return budget.spend(nowMs);
    },
    forgive: (login) => void budgets.delete(login),
  };
}
