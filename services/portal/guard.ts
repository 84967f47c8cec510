/** The one place that decides whether a request reaches its route. */
import type { Context } from "hono";
import type { StaffAccount } from "#domain/staff/account";
import { isPortalRole } from "#domain/staff/account";
import { refuse } from "#http/refusal";
import { answer } from "#http/request";
import type { CallerSource, PortalAccount } from "#portal/caller";
import type { PortalRoute, ScopeKind, StaffRoute } from "#portal/route";

/** Whether an account serves what a path names; false also when there is no such thing. Reject with StoreTrouble. */
export type Scopes = Readonly<Record<ScopeKind, (account: StaffAccount, id: number) => Promise<boolean>>>;

const PARAMETERS: Readonly<Record<ScopeKind, string>> = {
  exam: "examId",
  competition: "competitionId",
  population: "populationId",
};
const ID_MAX = 2_147_483_647;

export function guarded(route: PortalRoute, callers: CallerSource, scopes: Scopes) {
  return async (c: Context): Promise<Response> => {
    const cookie = c.req.header("cookie");
    if (route.who === "anyone") return send(c, await route.handle(c));
    if (route.who === "student") {
      const session = await callers.studentOf(cookie);
      if (session !== null) return send(c, await route.handle(c, session));
      return (await callers.staffOf(cookie)) === null ? refuse(c, "session_ended") : refuse(c, "not_allowed");
    }
    const session = await callers.staffOf(cookie);
    if (session === null)
      return (await callers.studentOf(cookie)) === null ? refuse(c, "session_ended") : refuse(c, "not_allowed");
    const { account } = session;
    if (!isOfPortal(account) || !route.who.includes(account.role)) return refuse(c, "not_allowed");
    if (!(await inScope(c, route, account, scopes))) return refuse(c, "not_found");
    return send(c, await route.handle(c, { account, session }));
  };
}

const isOfPortal = (account: StaffAccount): account is PortalAccount => isPortalRole(account.role);

/** What is another's and what does not exist are told alike. */
async function inScope(c: Context, { scope }: StaffRoute, account: StaffAccount, scopes: Scopes): Promise<boolean> {
  if (scope === "none") return true;
  const id = Number(c.req.param(PARAMETERS[scope]));
  return Number.isInteger(id) && id > 0 && id <= ID_MAX && (await scopes[scope](account, id));
}

const send = (c: Context, outcome: object): Response => (outcome instanceof Response ? outcome : answer(c, outcome));
