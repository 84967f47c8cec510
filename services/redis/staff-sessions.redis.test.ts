import { beforeEach, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { LIMITS } from "#contracts/limits";
import { anAccount } from "#domain/staff/testing/places";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openConnection } from "#redis/connection";
import { createSecondFactorSteps } from "#redis/second-factor-steps";
import { createStaffSessions } from "#redis/staff-sessions";

function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
const sessionsOn = (redis = connect()) => createStaffSessions(redis, connect());
beforeEach(async () => {
  await emptyRedis();
});

describe("sessions of staff", () => {
  test("are found by their token alone, on any node; the store never has the token", async () => {
    const redis = connect();
    const nowMs = Date.now();
    const { token, session } = await sessionsOn(redis).open(anAccount({ roomIds: [3] }), nowMs);
    expect(session).toEqual({ account: anAccount({ roomIds: [3] }), expiresAtMs: nowMs + LIMITS.staffSessionMs });
    expect(await sessionsOn().find(token, nowMs)).toEqual(session);
    expect(await sessionsOn().find("x".repeat(43), nowMs)).toBe(null);
    expect(await sessionsOn().find("*", nowMs)).toBe(null);
    const keys = await redis.keys("*");
    const values = await Promise.all(keys.filter((key) => key.startsWith("staff-session:")).map((k) => redis.get(k)));
    expect([...keys, ...values].join()).not.toContain(token);
  });

  test("rest for the idle time at most, every use begins it anew, and none outlives its last hour", async () => {
    const redis = connect();
    const nowMs = Date.now();
    const sessions = sessionsOn(redis);
    const { token } = await sessions.open(anAccount(), nowMs);
    const [key = ""] = await redis.keys("staff-session:*");
    expect(await redis.pttl(key)).toBeGreaterThan(LIMITS.staffSessionIdleMs - 60_000);
    await redis.pexpire(key, 60_000);
    await sessions.find(token, nowMs);
    expect(await redis.pttl(key)).toBeGreaterThan(LIMITS.staffSessionIdleMs - 60_000);
    await sessions.find(token, nowMs + LIMITS.staffSessionMs - 60_000);
    expect(await redis.pttl(key)).toBeLessThanOrEqual(60_000);
    expect(await sessions.find(token, nowMs + LIMITS.staffSessionMs)).toBe(null);
  });

  test("end one by one, or all but one, and every node is told whose", async () => {
    const sessions = sessionsOn();
    const elsewhere = sessionsOn();
    const told: number[] = [];
    elsewhere.onSignedOut((accountId) => told.push(accountId));
    await elsewhere.start();
    const nowMs = Date.now();
    const [first, second, third] = await Promise.all(
      Array.from({ length: 3 }, () => sessions.open(anAccount(), nowMs)),
    );
    const other = await sessions.open(anAccount({ id: 2 }), nowMs);
    const alive = async () =>
      Promise.all(
        [first, second, third, other].map(async (one) => (await sessions.find(one?.token ?? "", nowMs)) !== null),
      );
    await sessions.end(first?.token ?? "");
    expect(await alive()).toEqual([false, true, true, true]);
    await sessions.endAll(1, second?.token);
    expect(await alive()).toEqual([false, true, false, true]);
    await sessions.endAll(1);
    expect(await alive()).toEqual([false, false, false, true]);
    await vi.waitFor(() => expect(told).toEqual([1, 1, 1]));
  });
});

test("a step of an authenticator is taken once, and never a step before it", async () => {
  const steps = createSecondFactorSteps(connect());
  const said = await Promise.all(Array.from({ length: 5 }, () => steps.take(1, 100)));
  expect(said.filter(Boolean).length).toBe(1);
  expect([await steps.take(1, 99), await steps.take(1, 101), await steps.take(2, 100)]).toEqual([false, true, true]);
});
