import type { OpenAPIHono } from "@hono/zod-openapi";
import { PasswordChange, StaffSignInRequest, StaffSignOutRequest } from "#contracts/console/account";
import { answer, bodyOf, isRefused, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import type { StaffParts } from "#staff/ports";
import { sessionCookie, sessionOfCookie, tokenIn } from "#staff/door";
import { signInStaff } from "#staff/sign-in";

/** Sign-in and sign-out of staff, who one is, and one's own password. */
export function addStaff(app: OpenAPIHono, parts: StaffParts): void {
  const { door, sessions, now, secureCookies } = parts;
  const behind = { sessionOf: sessionOfCookie(door, sessions, now) };
  const tokenOf = tokenIn(door);

  app.post("/api/staff/sign-in", async (c) => {
    const asked = await bodyOf(c, StaffSignInRequest);
    if (isRefused(asked)) return answer(c, asked);
    const outcome = await signInStaff(parts, asked.body, now());
    if (isRefused(outcome)) return answer(c, outcome);
    c.header("Set-Cookie", sessionCookie(door, outcome.token, secureCookies));
    return answer(c, outcome.session);
  });

  app.get(
    "/api/staff/me",
    withAccount(behind, async (c, session) => answer(c, session)),
  );

  app.post("/api/staff/sign-out", async (c) => {
    const asked = await bodyOf(c, StaffSignOutRequest);
    if (isRefused(asked)) return answer(c, asked);
    const token = tokenOf(c.req.header("cookie"));
    const session = token === null ? null : await sessions.find(token, now());
    if (token !== null && session !== null)
      await (asked.body.everywhere ? sessions.endAll(session.account.id) : sessions.end(token));
    c.header("Set-Cookie", sessionCookie(door, "", secureCookies));
    return answer(c, {});
  });

  app.post(
    "/api/staff/password",
    withAccount(behind, async (c, { account }) => {
      const asked = await bodyOf(c, PasswordChange);
      if (isRefused(asked)) return answer(c, asked);
      const waitMs = parts.attempts.spend(account.login, now());
      if (waitMs > 0) return answer(c, { ...refused("too_many_attempts"), retryAfterMs: waitMs });
      const stored = await parts.staff.account(account.login);
      const known = stored?.account.id === account.id && !stored.disabled ? stored.passwordHash : null;
      if (!(await parts.passwords.verify(known, asked.body.old))) return answer(c, refused("credentials_wrong"));
      parts.attempts.forgive(account.login);
      await parts.staff.setPassword(account.id, await parts.passwords.hash(asked.body.new));
      await sessions.endAll(account.id, tokenOf(c.req.header("cookie")) ?? undefined);
      return answer(c, {});
    }),
  );
}
