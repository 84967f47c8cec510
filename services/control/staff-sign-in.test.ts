import { describe, expect, test } from "vitest";
import { StaffSession } from "#contracts/console/account";
import { LIMITS } from "#contracts/limits";
import { createFailureBudget } from "#http/failure-budget";
import { aDesk } from "#control/testing/a-desk";

const SIGN_IN = "/api/staff/sign-in";
const marie = (over: object = {}) => ({ login: "marie", password: "right", code: "000001", ...over });
const pia = (over: object = {}) => ({ login: "proctor", password: "right", code: null, ...over });
const cookieIn = (response: Response) => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

describe("sign-in of staff", () => {
  test("a name and a password give a session that no script reads and no other site sends", async () => {
    const { post, get } = aDesk();
    const response = await post(SIGN_IN, pia({ login: " Proctor " }));
    expect(StaffSession.parse(await response.json()).account).toMatchObject({ login: "proctor", roomIds: [11] });
    const header = response.headers.get("set-cookie") ?? "";
    expect(header).toMatch(/^amphi_staff=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=50400; HttpOnly; SameSite=Strict$/);
    const me = await get("/api/staff/me", cookieIn(response));
    expect([me.status, StaffSession.parse(await me.json()).account.login]).toEqual([200, "proctor"]);
    const secure = await aDesk({ secureCookies: true }).post(SIGN_IN, pia());
    expect(secure.headers.get("set-cookie")).toMatch(/; Secure$/);
  });

  test("unknown, wrong and disabled are told alike, after the same work", async () => {
    const checked: (string | null)[] = [];
    const { world, post } = aDesk({
      passwords: {
        hash: async (password) => password,
        verify: async (hashed) => {
          checked.push(hashed);
          return hashed === "right";
        },
      },
    });
    world.accounts = world.accounts.map((one) =>
      one.account.login === "lead" ? { ...one, disabled: true, passwordHash: "right" } : one,
    );
    const bodies = [];
    for (const login of ["nobody", "proctor", "lead"]) {
      const response = await post(SIGN_IN, pia({ login, password: "wrong" }));
      expect([response.status, response.headers.get("set-cookie")]).toEqual([401, null]);
      bodies.push(await response.text());
    }
    expect(new Set(bodies).size).toBe(1);
    expect(checked).toEqual([null, "hash of right", null]);
  });

  test("organisers and operators need the code of their authenticator, behind the password, once", async () => {
    const { world, post, told } = aDesk();
    expect(await told(await post(SIGN_IN, marie({ code: null })))).toBe("401 second_factor_needed");
    expect(await told(await post(SIGN_IN, marie({ code: "999999" })))).toBe("401 second_factor_needed");
    expect(await told(await post(SIGN_IN, marie({ password: "wrong" })))).toBe("401 credentials_wrong");
    expect(await told(await post(SIGN_IN, marie()))).toBe("200 ok");
    expect(await told(await post(SIGN_IN, marie()))).toBe("401 second_factor_needed");
    world.nowMs += 30_000;
    expect(await told(await post(SIGN_IN, marie()))).toBe("200 ok");
    expect(await told(await post(SIGN_IN, { login: "ops", password: "right", code: null }))).toBe(
      "401 second_factor_needed",
    );
    world.accounts = world.accounts.map((one) => ({ ...one, secondFactor: null }));
    world.nowMs += 30_000;
    expect(await told(await post(SIGN_IN, marie()))).toBe("401 second_factor_needed");
  });

  test("attempts on one account are counted, and only there; others sign in", async () => {
    const { world, post, told } = aDesk();
    for (let n = 0; n < 8; n++)
      expect(await told(await post(SIGN_IN, pia({ password: "no" })))).toBe("401 credentials_wrong");
    const waiting = await post(SIGN_IN, pia());
    expect([waiting.status, waiting.headers.get("retry-after")]).toEqual([429, "5"]);
    expect(await told(await post(SIGN_IN, marie()))).toBe("200 ok");
    world.nowMs += 5_000;
    expect(await told(await post(SIGN_IN, pia()))).toBe("200 ok");
    // whoever signed in owes nothing
    for (let n = 0; n < 8; n++)
      expect(await told(await post(SIGN_IN, pia({ password: "no" })))).toBe("401 credentials_wrong");
  });

  test("failures of all together are bounded; a right password is never refused for them", async () => {
    const { post, told } = aDesk({ staffFailures: createFailureBudget(2, 1) });
    for (const login of ["a", "b"])
      expect(await told(await post(SIGN_IN, pia({ login })))).toBe("401 credentials_wrong");
    expect(await told(await post(SIGN_IN, pia({ login: "c" })))).toBe("429 too_many_attempts");
    expect(await told(await post(SIGN_IN, pia()))).toBe("200 ok");
  });
});

describe("a session", () => {
  test("ends on one device or on all, and by its last hour", async () => {
    const { world, get, post, cookieOf } = aDesk();
    const [first, second, third] = [await cookieOf("marie"), await cookieOf("marie"), await cookieOf("marie")];
    const alive = async () =>
      Promise.all([first, second, third].map(async (cookie) => (await get("/api/staff/me", cookie)).status === 200));
    const out = await post("/api/staff/sign-out", { everywhere: false }, first);
    expect([out.status, out.headers.get("set-cookie")]).toEqual([
      200,
      expect.stringMatching(/^amphi_staff=;.*Max-Age=0/),
    ]);
    expect(await alive()).toEqual([false, true, true]);
    await post("/api/staff/sign-out", { everywhere: true }, second);
    expect(await alive()).toEqual([false, false, false]);
    const late = await cookieOf("marie");
    world.nowMs += LIMITS.staffSessionMs;
    expect((await get("/api/staff/me", late)).status).toBe(401);
    expect((await post("/api/staff/sign-out", { everywhere: true }, late)).status).toBe(200);
  });

  test("changes its own password with the old one; the other sessions end", async () => {
    const { get, post, told, cookieOf } = aDesk();
    const [here, elsewhere] = [await cookieOf("proctor"), await cookieOf("proctor")];
    const change = (old: string, next: string) => post("/api/staff/password", { old, new: next }, here);
    expect(await told(await change("wrong", "a longer password"))).toBe("401 credentials_wrong");
    expect(await told(await change("right", "too short"))).toBe("400 bad_request");
    expect(await told(await post("/api/staff/password", { old: "right", new: "a longer password" }))).toBe(
      "401 session_ended",
    );
    expect(await told(await change("right", "a longer password"))).toBe("200 ok");
    expect((await get("/api/staff/me", here)).status).toBe(200);
    expect((await get("/api/staff/me", elsewhere)).status).toBe(401);
    expect(await told(await post(SIGN_IN, pia()))).toBe("401 credentials_wrong");
    expect(await told(await post(SIGN_IN, pia({ password: "a longer password" })))).toBe("200 ok");
  });
});

test("a request that changes something comes from our own pages, as JSON", async () => {
  const { post, cookieOf, told, world } = aDesk();
  const cookie = await cookieOf("marie");
  for (const path of ["/api/staff/sign-in", "/api/staff/sign-out", "/api/console/sittings/5/acts"]) {
    for (const origin of ["http://evil.example", "http://localhost:8080", "null", ""])
      expect(await told(await post(path, {}, cookie, { origin }))).toBe("403 not_allowed");
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
      expect(await told(await post(path, "{}", cookie, { "content-type": type }))).toBe("400 bad_request");
  }
  expect(world.acts).toEqual([]);
});

test("whoever works at the portal is told so, behind the password, and a session of the portal shows nothing here", async () => {
  const { world, post, get, told, parts } = aDesk();
  world.accounts = world.accounts.map((one) =>
    one.account.login === "proctor" ? { ...one, account: { ...one.account, role: "teacher" } } : one,
  );
  expect(await told(await post(SIGN_IN, pia({ password: "wrong" })))).toBe("401 credentials_wrong");
  const response = await post(SIGN_IN, pia());
  expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
  expect(await response.json()).toMatchObject({ error: { code: "not_allowed", reason: { code: "works_at_portal" } } });
  const account = world.accounts.find((one) => one.account.login === "proctor")?.account;
  if (!account) throw new Error("no teacher");
  const { token } = await parts.sessions.open(account, world.nowMs);
  expect((await get("/api/staff/me", `amphi_staff=${token}`)).status).toBe(401);
});
