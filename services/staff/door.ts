/**
 * Where staff sign in: the consoles of the exam day and the portal are two doors of one building. Accounts, passwords and
 * sessions are the same; each door has a cookie of its own, because browsers send cookies to every port of a host, and
 * opens to its own roles alone: a session of the jury shows nothing of an exam day, nor one of a proctor any mark.
 */
import type { StaffSession } from "#contracts/console/account";
import { LIMITS } from "#contracts/limits";
import type { PlainReason } from "#domain/sitting/reason";
import { CONSOLE_ROLES, PORTAL_ROLES, type StaffRole } from "#domain/staff/account";

export interface Door {
  readonly cookie: string;
  readonly roles: readonly StaffRole[];
  /** What others are told. */
  readonly elsewhere: PlainReason;
}
export const CONSOLE_DOOR: Door = { cookie: "amphi_staff", roles: CONSOLE_ROLES, elsewhere: "works_at_portal" };
export const PORTAL_DOOR: Door = { cookie: "amphi_portal", roles: PORTAL_ROLES, elsewhere: "works_at_consoles" };

/** The token of a Cookie header, or null. */
export const tokenIn =
  ({ cookie }: Door) =>
  (cookieHeader: string | undefined): string | null =>
    new RegExp(`(?:^|;\\s*)${cookie}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(cookieHeader ?? "")?.[1] ?? null;

/** No script reads it, no other site sends it; `secure`: only over TLS. An empty token forgets it. */
export function sessionCookie({ cookie }: Door, token: string, secure: boolean): string {
  const maxAgeS = token === "" ? 0 : Math.floor(LIMITS.staffSessionMs / 1_000);
  return `${cookie}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

/** What finds the session of a token; see services/redis/staff-sessions.ts. */
export interface SessionFinder {
  find(token: string, nowMs: number): Promise<StaffSession | null>;
}

/** The session of a Cookie header, for requests and for sockets; null: none, it has ended, or it is of the other door. */
export function sessionOfCookie(door: Door, sessions: SessionFinder, now: () => number) {
  const token = tokenIn(door);
  return async (cookieHeader: string | undefined): Promise<StaffSession | null> => {
    const found = token(cookieHeader);
    const session = found === null ? null : await sessions.find(found, now());
    return session !== null && door.roles.includes(session.account.role) ? session : null;
  };
}
