/**
 * Signing in at a university's CAS server. What it vouches for is who somebody is; what they may do here is written here:
 * an account of a student of its populations, and never a role that an attribute names (R38).
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import type { StudentDoors } from "#contracts/portal/student/account";
import { refused } from "#http/request";
import type { PortalRoute } from "#portal/route";
import { openSession } from "#portal/student/account-routes";
import { type CasServer, loginUrl, serviceOf } from "#portal/student/cas/cas-server";
import { readLogoutRequest } from "#portal/student/cas/read-xml";
import { TICKET } from "#portal/student/cas/validate-ticket";
import { forAnyone } from "#portal/student/declare";
import type { StudentParts } from "#portal/student/ports";
import type { StoredStudent } from "#postgres/queries/student/accounts";

/** Where the pages of students are, and what the sign-in page is told by the end of its address. */
const PAGE = "/";
type Trouble = "unknown" | "unreachable" | "ticket" | "state";
const SERVER = ":server{[a-z0-9-]+}";
const STATE_COOKIE = "amphi_cas";
const STATE_LIVES_S = 600;
const LOGOUT_BYTES_MAX = 16_384;

export function casRoutes(parts: StudentParts): PortalRoute[] {
  const { casServers, directory, portalUrl, secureCookies, sessions } = parts;
  const serverOf = (c: Context) => casServers.find(({ id }) => id === c.req.param("server"));
  const back = (c: Context, trouble: Trouble) => c.redirect(`${PAGE}#/access/cas/${trouble}`, 302);
  /** Not strict: the way back from the server is a step from another site. */
  const stateCookie = (state: string) =>
    `${STATE_COOKIE}=${state}; Path=/api/student/cas; Max-Age=${state === "" ? 0 : STATE_LIVES_S}; HttpOnly; SameSite=Lax${secureCookies ? "; Secure" : ""}`;

  async function studentOf(
    server: CasServer,
    user: string,
    attributes: ReadonlyMap<string, readonly string[]>,
  ): Promise<StoredStudent | null> {
    const bound = await directory.byCas(server.id, user);
    if (bound !== null) return bound.disabled ? null : bound;
    const numbers = attributes.get(server.studentNumberAttribute ?? "") ?? [];
    const [number] = numbers;
    return numbers.length === 1 && number ? directory.bindCas(server, user, number) : null;
  }

  return [
    forAnyone({
      ...{ method: "GET", path: "/api/student/doors" },
      handle: async (): Promise<StudentDoors> => ({ cas: casServers.map(({ id, name }) => ({ id, name })) }),
    }),
    forAnyone({
      ...{ method: "GET", path: `/api/student/cas/${SERVER}/start` },
      handle: async (c) => {
        const server = serverOf(c);
        if (!server) return refused("not_found");
        const state = randomBytes(24).toString("base64url");
        c.header("Set-Cookie", stateCookie(state));
        return c.redirect(loginUrl(server, serviceOf(portalUrl, server, state), c.req.query("renew") === "1"), 302);
      },
    }),
    forAnyone({
      ...{ method: "GET", path: `/api/student/cas/${SERVER}/return` },
      handle: async (c) => {
        const server = serverOf(c);
        if (!server) return refused("not_found");
        const [state, ticket] = [c.req.query("state") ?? "", c.req.query("ticket") ?? ""];
        c.header("Set-Cookie", stateCookie(""));
        // Whoever did not start here is not signed in here: a link with somebody's ticket would make them that person.
        if (!sameState(state, c.req.header("cookie"))) return back(c, "state");
        if (!TICKET.test(ticket)) return back(c, "ticket");
        const found = await parts.validateTicket(server, serviceOf(portalUrl, server, state), ticket);
        if ("problem" in found) return back(c, found.problem === "ticket_invalid" ? "ticket" : "unreachable");
        const student = await studentOf(server, found.user, found.attributes);
        if (student === null) return back(c, "unknown");
        await openSession(parts, c, student, { server: server.id, ticket });
        return c.redirect(`${PAGE}#/student`, 302);
      },
    }),
    forAnyone({
      // Single logout: the server itself posts the ticket whose session has ended there. Who knows the ticket may end it.
      ...{ method: "POST", path: `/api/student/cas/${SERVER}/return`, fromOtherSites: true },
      bytesMax: LOGOUT_BYTES_MAX,
      handle: async (c) => {
        const server = serverOf(c);
        if (!server) return refused("not_found");
        const form = new URLSearchParams(await c.req.text());
        const ticket = readLogoutRequest(form.get("logoutRequest") ?? "");
        if (ticket === null) return refused("bad_request", "no logoutRequest of a CAS server");
        await sessions.endByTicket(server.id, ticket);
        return {};
      },
    }),
  ];
}

function sameState(state: string, cookieHeader: string | undefined): boolean {
  const kept = new RegExp(`(?:^|;\\s*)${STATE_COOKIE}=([A-Za-z0-9_-]{32})(?:;|$)`).exec(cookieHeader ?? "")?.[1] ?? "";
  const [a, b] = [Buffer.from(kept), Buffer.from(state)];
  return kept !== "" && a.length === b.length && timingSafeEqual(a, b);
}
