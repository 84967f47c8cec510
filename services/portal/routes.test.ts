import { describe, expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { ROLES, type StaffRole } from "#domain/staff/account";
import { refused } from "#http/request";
import { audiencesOf, type PortalRoute } from "#portal/route";
import { portalRoutes, type RouteParts } from "#portal/routes";
import { aPortal } from "#portal/testing/a-portal";

/** Nothing behind the guard is reached here: every part that is asked for is another such part. */
const nothing: object = new Proxy(() => nothing, { get: () => nothing });
const TABLE = portalRoutes(nothing as RouteParts);
/** The table, with handlers that only say that they were reached. */
const tried = TABLE.map((route): PortalRoute => ({ ...route, handle: async () => ({ reached: true }) }));
const { accesses, app, ask, world } = aPortal(tried);

/** A path of the route: names stand for `id`, a pattern of words for the first of them. */
const pathOf = (route: PortalRoute, id: number) =>
  route.path.replaceAll(/:\w+(?:\{([^}]*)\})?/g, (_, pattern = "[0-9]+") => {
    const words = String(pattern);
    if (/^[a-z\\.|-]+$/.test(words)) return (words.split("|")[0] ?? "").replaceAll("\\", "");
    return words.includes("0-9") || words.includes("\\d") ? String(id) : "x";
  });
const CALLERS: readonly (StaffRole | "student" | null)[] = [...ROLES, "student", null];

/** "reached", or the refusal. */
async function told(route: PortalRoute, who: StaffRole | "student" | null, id = 1): Promise<string> {
  const response = await ask(route.method, pathOf(route, id), who);
  const body: unknown = await response.json();
  const refused = ErrorBody.safeParse(body);
  return refused.success ? refused.data.error.code : "reached";
}

describe.each(TABLE.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  const who = audiencesOf(route);
  test.each(CALLERS.map((caller) => [caller ?? "nobody", caller] as const))("asked by %s", async (_, caller) => {
    const expected = who.includes("anyone") || (caller !== null && who.some((one) => one === caller));
    const refusal = caller === "student" || (caller !== null && ["jury", "office", "teacher"].includes(caller));
    expect(await told(route, caller)).toBe(expected ? "reached" : refusal ? "not_allowed" : "session_ended");
  });

  test("reaches nothing of others", async () => {
    if (typeof route.who === "string") return;
    if (route.scope === "none") {
      // What a path names of an exam, a competition or a population is checked by the guard.
      expect(route.path).not.toMatch(/:(examId|competitionId|populationId)/);
      return;
    }
    expect(route.path).toContain(`:${route.scope}Id`);
    for (const role of route.who) expect(await told(route, role, 2)).toBe("not_found");
  });

  test("is entered in the log of who saw what, where it shows somebody", async () => {
    if (typeof route.who === "string") return;
    accesses.length = 0;
    for (const role of route.who) await told(route, role);
    const seen = route.shows === null ? [] : route.who.map((role) => `${role} (${role})`);
    expect(accesses.map(({ who }) => who)).toEqual(seen);
    // Of one person where the path names one.
    const personId = route.path.includes(":personId") ? 1 : null;
    for (const one of accesses) expect(one).toMatchObject({ personId, atMs: world.nowMs, [`${route.scope}Id`]: 1 });
    for (const role of route.who) await told(route, role, 2);
    expect(accesses).toHaveLength(route.scope === "none" ? 2 * seen.length : seen.length);
  });

  test("is not asked by a page of another site", async () => {
    if (route.method === "GET" || ("fromOtherSites" in route && route.fromOtherSites)) return;
    const response = await app.request(`http://localhost${pathOf(route, 1)}`, {
      method: route.method,
      headers: { origin: "http://evil.example", "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(403);
  });
});

test("every route is in the table, but for sign-in of staff, the clock and what watches the process", () => {
  const beside = [
    ...["/api/staff/sign-in", "/api/staff/me", "/api/staff/sign-out", "/api/staff/password"],
    ...["/api/time", "/api/health", "/metrics"],
  ];
  const known = new Set([...TABLE.map(({ path }) => path as string), ...beside]);
  // Middleware and pages stand on patterns.
  const served = app.routes.map(({ path }) => path).filter((path) => !path.includes("*"));
  expect(served.filter((path) => !known.has(path))).toEqual([]);
  const named = TABLE.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(named).size).toBe(named.length);
});

test("what was refused has shown nobody", async () => {
  const row = tried.find((route) => route.path.endsWith("/people") && route.method === "GET");
  if (!row || typeof row.who === "string") throw new Error("no such route");
  const portal = aPortal([{ ...row, handle: async () => refused("not_found") }]);
  await portal.ask("GET", pathOf(row, 1), "office");
  expect(portal.accesses).toEqual([]);
});
