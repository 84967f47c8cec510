/** The one place that decides whether a request reaches its route. */
import type { Context } from "hono";
import type { StaffAccount } from "#domain/staff/account";
import { isPortalRole, signatureOf } from "#domain/staff/account";
import { refuse } from "#http/refusal";
import { answer, isRefused } from "#http/request";
import type { CallerSource, PortalAccount } from "#portal/caller";
import type { PortalRoute, ScopeKind, StaffRoute } from "#portal/route";
import type { Access } from "#postgres/queries/student/access-log";

/** Whether an account serves what a path names; false also when there is no such thing. Reject with StoreTrouble. */
export type Scopes = Readonly<Record<ScopeKind, (account: StaffAccount, id: number) => Promise<boolean>>>;

/** Where looks of staff at people are entered. */
export interface Looks {
  /** Written soon after. */
  readonly note: (access: Access) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}

const PARAMETERS: Readonly<Record<ScopeKind, string>> = {
  exam: "examId",
  competition: "competitionId",
  population: "populationId",
};
const ID_MAX = 2_147_483_647;

export function guarded(route: PortalRoute, callers: CallerSource, scopes: Scopes, looks: Looks) {
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
    const outcome = await route.handle(c, { account, session });
    const seen = accessOf(c, route, account, looks.now());
    if (seen !== null && !isRefusal(outcome)) looks.note(seen);
    return send(c, outcome);
  };
}

const isOfPortal = (account: StaffAccount): account is PortalAccount => isPortalRole(account.role);

/** What is another's and what does not exist are told alike. */
async function inScope(c: Context, { scope }: StaffRoute, account: StaffAccount, scopes: Scopes): Promise<boolean> {
  if (scope === "none") return true;
  const id = Number(c.req.param(PARAMETERS[scope]));
  return Number.isInteger(id) && id > 0 && id <= ID_MAX && (await scopes[scope](account, id));
}

/** Whom and what an answer shows; null: nobody who is named. */
function accessOf(c: Context, { scope, shows }: StaffRoute, account: PortalAccount, atMs: number): Access | null {
  if (shows === null) return null;
  const id = (name: string): number | null => Number(c.req.param(name)) || null;
  const unit = c.req.param("unit");
  return {
    ...{ atMs, who: signatureOf(account), personId: id("personId") },
    competitionId: scope === "competition" ? id(PARAMETERS.competition) : null,
    examId: scope === "exam" ? id(PARAMETERS.exam) : null,
    what: unit === undefined ? shows : `${shows}:${unit}`,
  };
}
const isRefusal = (outcome: object): boolean =>
  outcome instanceof Response ? outcome.status >= 400 : isRefused(outcome);

const send = (c: Context, outcome: object): Response => (outcome instanceof Response ? outcome : answer(c, outcome));
