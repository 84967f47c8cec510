/**
 * Sessions of students on the control Redis, beside those of staff (staff-sessions.ts) and apart from them: another prefix,
 * another cookie, another account. A session that a CAS server vouched for is also found by its ticket, so that signing out
 * there ends it here.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { StudentSession } from "#contracts/portal/student/account";
import { LIMITS } from "#contracts/limits";
import { orTrouble } from "#redis/connection";
import { SESSION_TOKEN } from "#redis/staff-sessions";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const sessionKey = (token: string) => `student-session:${sha256(token)}`;
/** Set of an account's session keys. */
const accountKey = (accountId: number) => `student-sessions:${accountId}`;
const ticketKey = (server: string, ticket: string) => `student-cas:${server}:${sha256(ticket)}`;

export interface OpenedSession {
  readonly token: string;
  readonly session: StudentSession;
}
/** All reject with StoreTrouble while the control Redis is away. */
export interface StudentSessions {
  /** `ticket`: of the CAS server that vouched. */
  open(session: Omit<StudentSession, "expiresAtMs">, ticket?: string): Promise<OpenedSession>;
  /** Null: none, or it has ended. Its use is not noted: ten thousand may look at their results in a minute. */
  find(token: string, nowMs: number): Promise<StudentSession | null>;
  /** Puts a changed session in place of the one of a token. */
  change(token: string, session: StudentSession, nowMs: number): Promise<void>;
  end(token: string): Promise<void>;
  endAll(accountId: number, except?: string): Promise<void>;
  /** Signed out at the CAS server: false when no session is of that ticket. */
  endByTicket(server: string, ticket: string): Promise<boolean>;
}

export function createStudentSessions(redis: Redis): StudentSessions {
  const readSession = (text: string | null) => (text === null ? null : StudentSession.parse(JSON.parse(text)));
  async function endKey(key: string): Promise<boolean> {
    const session = readSession(await orTrouble("session", redis.getdel(key)));
    if (session === null) return false;
    await orTrouble("session", redis.srem(accountKey(session.account.id), key));
    return true;
  }

  return {
    open: async (began, ticket) => {
      const token = randomBytes(32).toString("base64url");
      const session = { ...began, expiresAtMs: began.signedInAtMs + LIMITS.studentSessionMs };
      const [key, all] = [sessionKey(token), accountKey(session.account.id)];
      const opening = redis
        .multi()
        .set(key, JSON.stringify(session), "PX", LIMITS.studentSessionMs)
        .sadd(all, key)
        .pexpire(all, LIMITS.studentSessionMs);
      if (ticket !== undefined && session.cas !== null)
        opening.set(ticketKey(session.cas, ticket), key, "PX", LIMITS.studentSessionMs);
      await orTrouble("session", opening.exec());
      return { token, session };
    },
    find: async (token, nowMs) => {
      if (!SESSION_TOKEN.test(token)) return null;
      const session = readSession(await orTrouble("session", redis.get(sessionKey(token))));
      return session !== null && nowMs < session.expiresAtMs ? session : null;
    },
    change: async (token, session, nowMs) => {
      const leftMs = Math.max(1, session.expiresAtMs - nowMs);
      // XX: a session that was ended meanwhile does not come back.
      await orTrouble("session", redis.set(sessionKey(token), JSON.stringify(session), "PX", leftMs, "XX"));
    },
    end: async (token) => void (await endKey(sessionKey(token))),
    endAll: async (accountId, except) => {
      const all = accountKey(accountId);
      const kept = except === undefined ? null : sessionKey(except);
      const keys = (await orTrouble("session", redis.smembers(all))).filter((key) => key !== kept);
      if (keys.length > 0) await orTrouble("session", redis.multi().del(keys).srem(all, keys).exec());
    },
    endByTicket: async (server, ticket) => {
      const key = await orTrouble("session", redis.getdel(ticketKey(server, ticket)));
      return key === null ? false : endKey(key);
    },
  };
}
