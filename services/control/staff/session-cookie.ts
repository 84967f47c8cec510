/** The cookie that carries a staff session. */
import type { StaffSession } from "#contracts/console/account";
import { LIMITS } from "#contracts/limits";

const NAME = "amphi_staff";
const PAIR = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** The token of a Cookie header, or null. */
export const tokenIn = (cookieHeader: string | undefined): string | null => PAIR.exec(cookieHeader ?? "")?.[1] ?? null;

/** No script reads it, no other site sends it; `secure`: only over TLS. An empty token forgets it. */
export function sessionCookie(token: string, secure: boolean): string {
  const maxAgeS = token === "" ? 0 : Math.floor(LIMITS.staffSessionMs / 1_000);
  return `${NAME}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

/** What finds the session of a token; see services/redis/staff-sessions.ts. */
export interface SessionFinder {
  find(token: string, nowMs: number): Promise<StaffSession | null>;
}

/** The session of a Cookie header, for requests and for sockets; null: none, or it has ended. */
export const sessionOfCookie =
  (sessions: SessionFinder, now: () => number) =>
  async (cookieHeader: string | undefined): Promise<StaffSession | null> => {
    const token = tokenIn(cookieHeader);
    return token === null ? null : sessions.find(token, now());
  };
