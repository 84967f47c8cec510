/**
 * Sessions of staff on the control Redis. A session is a random token that only its holder knows: the store has its
 * SHA-256, with the account as it was at sign-in, so that sessions go on while PostgreSQL is away.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { StaffSession } from "#contracts/console/account";
import { LIMITS } from "#contracts/limits";
import type { StaffAccount } from "#domain/staff/account";
import { orTrouble } from "#redis/connection";

/** Pub/sub: the account whose sessions, or some of them, have ended. */
const SIGNED_OUT_CHANNEL = "staff-signed-out";
const sessionKey = (token: string) => `staff-session:${createHash("sha256").update(token).digest("hex")}`;
/** Set of an account's session keys. */
const accountKey = (accountId: number) => `staff-sessions:${accountId}`;
/** 256 random bits in base64url. */
export const SESSION_TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** All reject with StoreTrouble while the control Redis is away. */
export interface SessionStore {
  open(account: StaffAccount, nowMs: number): Promise<{ readonly token: string; readonly session: StaffSession }>;
  /** The session of a token, which is in use for another while; null: none, or it has ended. */
  find(token: string, nowMs: number): Promise<StaffSession | null>;
  end(token: string): Promise<void>;
  /** Ends all sessions of an account but the one of `except`. */
  endAll(accountId: number, except?: string): Promise<void>;
}
export interface RunningSessions extends SessionStore {
  /** Calls back when sessions of an account ended by sign-out, here or on another node. */
  onSignedOut(listener: (accountId: number) => void): void;
  start(): Promise<void>;
}

/** `subscriber`: a connection for pub/sub, which others may share. */
export function createStaffSessions(redis: Redis, subscriber: Redis): RunningSessions {
  const listeners: ((accountId: number) => void)[] = [];
  const tellEnded = (accountId: number) => orTrouble("session", redis.publish(SIGNED_OUT_CHANNEL, String(accountId)));

  async function find(token: string, nowMs: number): Promise<StaffSession | null> {
    if (!SESSION_TOKEN.test(token)) return null;
    const key = sessionKey(token);
    const text = await orTrouble("session", redis.get(key));
    if (text === null) return null;
    const session = StaffSession.parse(JSON.parse(text));
    if (session.expiresAtMs <= nowMs) return null;
    await orTrouble("session", redis.pexpire(key, idleFor(session, nowMs)));
    return session;
  }

  return {
    find,
    open: async (account, nowMs) => {
      const token = randomBytes(32).toString("base64url");
      const session: StaffSession = { account, expiresAtMs: nowMs + LIMITS.staffSessionMs };
      const key = sessionKey(token);
      const all = accountKey(account.id);
      await orTrouble(
        "session",
        redis
          .multi()
          .set(key, JSON.stringify(session), "PX", idleFor(session, nowMs))
          .sadd(all, key)
          .pexpire(all, LIMITS.staffSessionMs)
          .exec(),
      );
      return { token, session };
    },
    end: async (token) => {
      const key = sessionKey(token);
      const text = await orTrouble("session", redis.getdel(key));
      if (text === null) return;
      const { account } = StaffSession.parse(JSON.parse(text));
      await orTrouble("session", redis.srem(accountKey(account.id), key));
      await tellEnded(account.id);
    },
    endAll: async (accountId, except) => {
      const all = accountKey(accountId);
      const kept = except === undefined ? null : sessionKey(except);
      const keys = (await orTrouble("session", redis.smembers(all))).filter((key) => key !== kept);
      if (keys.length > 0) await orTrouble("session", redis.multi().del(keys).srem(all, keys).exec());
      await tellEnded(accountId);
    },
    onSignedOut: (listener) => void listeners.push(listener),
    start: async () => {
      subscriber.on("message", (channel: string, accountId: string) => {
        if (channel !== SIGNED_OUT_CHANNEL) return;
        for (const listener of listeners) listener(Number(accountId));
      });
      await subscriber.subscribe(SIGNED_OUT_CHANNEL);
    },
  };
}

/** How long a session that is used now may rest, ms: never past its end. */
const idleFor = (session: StaffSession, nowMs: number): number =>
  Math.max(1, Math.min(LIMITS.staffSessionIdleMs, session.expiresAtMs - nowMs));
