import type { MiddlewareHandler } from "hono";
import { type AccountBudget, createAccountBudget } from "#http/account-budget";
import { refuse } from "#http/refusal";

/** Far more than hands can do, far less than a script could fill a journal with. */
const AT_ONCE = 300;
const PER_SECOND = 5;

/**
 * Bounds what one session may ask for. `tokenIn`: of a Cookie header; a request without a session is refused for that, by
 * whoever serves it.
 */
export function boundedRequests(
  tokenIn: (cookieHeader: string | undefined) => string | null,
  now: () => number,
): MiddlewareHandler {
  const budget: AccountBudget = createAccountBudget(AT_ONCE, PER_SECOND);
  return async (c, next) => {
    const token = tokenIn(c.req.header("cookie"));
    const waitMs = token === null ? 0 : budget.spend(token, now());
    if (waitMs > 0) return refuse(c, "too_many_attempts", { retryAfterMs: waitMs });
    return next();
  };
}
