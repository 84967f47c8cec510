import type { MiddlewareHandler } from "hono";
import { refuse } from "#control/http/refusal";
import { type AccountBudget, createAccountBudget } from "#control/staff/account-budget";
import { tokenIn } from "#control/staff/session-cookie";

/** Far more than hands can do, far less than a script could fill the journal and the chat with. */
const AT_ONCE = 300;
const PER_SECOND = 5;

/** Bounds what one session may ask for; a request without a session is refused for that, by whoever serves it. */
export function boundedRequests(now: () => number): MiddlewareHandler {
  const budget: AccountBudget = createAccountBudget(AT_ONCE, PER_SECOND);
  return async (c, next) => {
    const token = tokenIn(c.req.header("cookie"));
    const waitMs = token === null ? 0 : budget.spend(token, now());
    if (waitMs > 0) return refuse(c, "too_many_attempts", { retryAfterMs: waitMs });
    return next();
  };
}
