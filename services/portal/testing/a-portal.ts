/** A portal on memory: staff of every role and a student are signed in; requests as a browser makes them. */
import { createLog } from "#runtime/log";
import type { StaffSession } from "#contracts/console/account";
import { ROLES, type StaffRole } from "#domain/staff/account";
import { anAccount } from "#domain/staff/testing/places";
import { createAccountBudget } from "#http/account-budget";
import { createFailureBudget } from "#http/failure-budget";
import { createMetrics } from "#http/metrics";
import { createPortal, type PortalParts } from "#portal/app";
import type { StudentSession } from "#contracts/portal/student/account";
import type { PortalRoute } from "#portal/route";
import type { Access } from "#postgres/queries/student/access-log";
import { PORTAL_DOOR, sessionOfCookie } from "#staff/door";

const ORIGIN = "http://localhost";
const LATER = 9_999_999_999_999;
/** A token per role, of the length that real ones have. */
const tokenOf = (name: string) => name.padEnd(43, "_");

/** Every account serves exam, competition and population 1, and no other. */
export function aPortal(
  routes: readonly PortalRoute[],
  over: Partial<Omit<PortalParts, "callers">> & { readonly callers?: Partial<PortalParts["callers"]> } = {},
) {
  const world = { nowMs: 1_773_936_000_000 };
  const sessions = new Map<string, StaffSession>(
    ROLES.map((role, n) => [
      tokenOf(role),
      { account: anAccount({ id: n + 1, login: role, name: role, role, examId: 1 }), expiresAtMs: LATER },
    ]),
  );
  const student: StudentSession = {
    account: { id: 1, login: "lea@example.fr", name: "Léa", personIds: [1] },
    ...{ language: "fr", signedInAtMs: world.nowMs, cas: null, expiresAtMs: LATER },
  };
  const finder = { find: async (token: string) => sessions.get(token) ?? null };
  const away = () => Promise.reject(new Error("nobody signs in here"));
  const accesses: Access[] = [];
  const app = createPortal({
    noteAccess: (access) => void accesses.push(access),
    staff: {
      staff: { account: away, setPassword: away },
      passwords: { hash: away, verify: away },
      secondFactor: { stepOf: () => null, take: away },
      sessions: { ...finder, open: away, end: away, endAll: away },
      attempts: createAccountBudget(),
      staffFailures: createFailureBudget(100, 1),
      secureCookies: false,
      now: () => world.nowMs,
    },
    scopes: {
      exam: async (_account, id) => id === 1,
      competition: async (_account, id) => id === 1,
      population: async (_account, id) => id === 1,
    },
    routes,
    probes: [],
    metrics: createMetrics(),
    web: new Map(),
    log: createLog("test", "silent"),
    now: () => world.nowMs,
    ...over,
    callers: {
      staffOf: sessionOfCookie(PORTAL_DOOR, finder, () => world.nowMs),
      studentOf: async (cookie) => (cookie === "amphi_student=student" ? student : null),
      ...over.callers,
    },
  });
  const cookieOf = (who: StaffRole | "student") =>
    who === "student" ? "amphi_student=student" : `amphi_portal=${tokenOf(who)}`;
  const ask = (method: string, path: string, who: StaffRole | "student" | null, body?: unknown) =>
    app.request(`${ORIGIN}${path}`, {
      method,
      headers: {
        ...(who === null ? {} : { cookie: cookieOf(who) }),
        ...(method === "GET" ? {} : { origin: ORIGIN, "content-type": "application/json" }),
      },
      ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
  return { world, app, ask, sessions, accesses };
}
