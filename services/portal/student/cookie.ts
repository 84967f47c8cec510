/** The cookie that carries a student's session; its name is no door of staff. */
import { LIMITS } from "#contracts/limits";

const NAME = "amphi_student";
const PAIR = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** The token of a Cookie header, or null. */
export const studentTokenIn = (cookieHeader: string | undefined): string | null =>
  PAIR.exec(cookieHeader ?? "")?.[1] ?? null;

/** No script reads it, no other site sends it; `secure`: only over TLS. An empty token forgets it. */
export function studentCookie(token: string, secure: boolean): string {
  const maxAgeS = token === "" ? 0 : Math.floor(LIMITS.studentSessionMs / 1_000);
  return `${NAME}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}
