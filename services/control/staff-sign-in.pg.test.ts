import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createSecondFactor, createStaffDirectory } from "#staff/staff-directory";
import { aDesk } from "#control/testing/a-desk";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { insertAccount } from "#postgres/exam/staff";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";
import { openConnection } from "#redis/connection";
import { createSecondFactorSteps } from "#redis/second-factor-steps";
import { createStaffSessions } from "#redis/staff-sessions";
import { createPasswords } from "#runtime/password";
import { codeAt, newSecondFactor, sealSecondFactor } from "#runtime/second-factor";

const STAFF_SECRET = Buffer.alloc(32, 9);

test("an account of the database signs in with its password and its authenticator, with the rights of control alone", async () => {
  const { controlUrl } = await emptyRedis();
  const { ownerUrl, urlFor } = await freshDatabase();
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const control = new pg.Pool({ connectionString: urlFor("amphi_control"), max: 2 });
  const redis = openConnection(controlUrl);
  onTestFinished(async () => {
    redis.disconnect();
    await Promise.all([owner.end(), control.end()]);
  });
  await insertSitting(owner);
  const passwords = createPasswords();
  const secret = newSecondFactor();
  const passwordHash = await passwords.hash("correct horse");
  const secondFactor = sealSecondFactor(STAFF_SECRET, "marie", secret);
  const marie = { login: "marie", name: "Marie Duval", role: "organiser", centreId: null, roomIds: [] } as const;
  const pia = { login: "pia", name: "Pia Noir", role: "proctor", centreId: 1, roomIds: [1] } as const;
  await insertAccount(databaseOf(owner), 1, marie, { passwordHash, secondFactor });
  await insertAccount(databaseOf(owner), 1, pia, { passwordHash, secondFactor: null });

  const desk = aDesk({
    staff: createStaffDirectory(databaseOf(control)),
    passwords,
    secondFactor: createSecondFactor(STAFF_SECRET, createSecondFactorSteps(redis)),
    sessions: createStaffSessions(redis, redis),
  });
  const signIn = (login: string, code: string | null, password = "correct horse") =>
    desk.post("/api/staff/sign-in", { login, password, code });
  const code = codeAt(secret, desk.world.nowMs);

  expect(await desk.told(await signIn("marie", null))).toBe("401 second_factor_needed");
  expect(await desk.told(await signIn("Marie", code))).toBe("200 ok");
  expect(await desk.told(await signIn("marie", code))).toBe("401 second_factor_needed");
  const response = await signIn("pia", null);
  const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  expect(await response.json()).toMatchObject({ account: { role: "proctor", examId: 1, centreId: 1, roomIds: [1] } });

  const change = { old: "correct horse", new: "battery staple and so on" };
  expect(await desk.told(await desk.post("/api/staff/password", change, cookie))).toBe("200 ok");
  expect(await desk.told(await signIn("pia", null))).toBe("401 credentials_wrong");
  expect(await desk.told(await signIn("pia", null, change.new))).toBe("200 ok");
});
