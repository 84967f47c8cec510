/** Sign-in of students by password, links to choose one, and what one may change of one's own account. */
import type { Context } from "hono";
import {
  ForgottenPassword,
  LinkAsked,
  PasswordChosen,
  StudentLanguage,
  StudentProof,
  type StudentSession,
  StudentSignIn,
  StudentSignOut,
} from "#contracts/portal/student/account";
import { linkProblem, studentLogin } from "#domain/student/account";
import { bodyOf, isRefused, type Refused, refused } from "#http/request";
import type { Outcome, PortalRoute } from "#portal/route";
import { forAnyone, forStudent } from "#portal/student/declare";
import { studentCookie, studentTokenIn } from "#portal/student/cookie";
import type { StudentParts } from "#portal/student/ports";
import type { StoredStudent } from "#postgres/queries/student/accounts";

export function accountRoutes(parts: StudentParts): PortalRoute[] {
  const { directory, now, secureCookies, sessions } = parts;
  const withBody =
    <B>(schema: Parameters<typeof bodyOf<B>>[1], handle: (c: Context, body: B) => Promise<Outcome>) =>
    async (c: Context): Promise<Outcome> => {
      const asked = await bodyOf(c, schema);
      return isRefused(asked) ? asked : handle(c, asked.body);
    };
  return [
    forAnyone({
      ...{ method: "POST", path: "/api/student/sign-in", bytesMax: 4_096 },
      handle: withBody(StudentSignIn, async (c, { login, password }) => {
        const found = await checkPassword(parts, studentLogin(login), password);
        return isRefused(found) ? found : openSession(parts, c, found, null);
      }),
    }),
    forStudent({
      ...{ method: "GET", path: "/api/student/me" },
      handle: async (_c, session) => session,
    }),
    forAnyone({
      ...{ method: "POST", path: "/api/student/sign-out", bytesMax: 4_096 },
      handle: withBody(StudentSignOut, async (c, { everywhere }) => {
        const token = studentTokenIn(c.req.header("cookie"));
        const session = token === null ? null : await sessions.find(token, now());
        if (token !== null && session !== null)
          await (everywhere ? sessions.endAll(session.account.id) : sessions.end(token));
        c.header("Set-Cookie", studentCookie("", secureCookies));
        return {};
      }),
    }),
    forStudent({
      ...{ method: "POST", path: "/api/student/prove", bytesMax: 4_096 },
      handle: async (c, session) => {
        const asked = await bodyOf(c, StudentProof);
        if (isRefused(asked)) return asked;
        const found = await checkPassword(parts, session.account.login, asked.body.password);
        return isRefused(found) ? found : change(parts, c, { ...session, signedInAtMs: now() });
      },
    }),
    forStudent({
      ...{ method: "POST", path: "/api/student/language", bytesMax: 4_096 },
      handle: async (c, session) => {
        const asked = await bodyOf(c, StudentLanguage);
        if (isRefused(asked)) return asked;
        const { language } = asked.body;
        await directory.setLanguage(session.account.id, language);
        return change(parts, c, { ...session, language });
      },
    }),
    forAnyone({
      // Whether there is such an account is told to its mailbox alone.
      ...{ method: "POST", path: "/api/student/forgotten", bytesMax: 4_096 },
      handle: withBody(ForgottenPassword, async (_c, body) => {
        const login = studentLogin(body.login);
        const waitMs = parts.links.spend(login, now());
        if (waitMs > 0) return { ...refused("too_many_attempts"), retryAfterMs: waitMs };
        const student = await directory.byLogin(login);
        if (student !== null && !student.disabled) await directory.queueReset(student, now());
        return {};
      }),
    }),
    forAnyone({
      ...{ method: "POST", path: "/api/student/link", bytesMax: 4_096 },
      handle: withBody(LinkAsked, async (_c, { token }) => {
        const link = await directory.linkOf(token);
        const problem = linkProblem(link, now());
        if (link === null || problem !== null) return linkRefused(parts, problem ?? "link_unknown");
        const { login, name } = link.student.account;
        return { login, name, expiresAtMs: link.expiresAtMs };
      }),
    }),
    forAnyone({
      ...{ method: "POST", path: "/api/student/password", bytesMax: 4_096 },
      handle: withBody(PasswordChosen, async (c, { password, token }) => {
        const link = await directory.linkOf(token);
        const problem = linkProblem(link, now());
        if (link === null || problem !== null) return linkRefused(parts, problem ?? "link_unknown");
        const used = await directory.useLink(token, await parts.passwords.hash(password), now());
        if (!used) return linkRefused(parts, "link_used");
        await sessions.endAll(link.student.account.id);
        parts.attempts.forgive(link.student.account.login);
        return openSession(parts, c, link.student, null);
      }),
    }),
  ];
}

/** The account, or why there is none: an unknown name, a wrong password and a closed account are told alike. */
async function checkPassword(parts: StudentParts, login: string, password: string): Promise<StoredStudent | Refused> {
  const nowMs = parts.now();
  const waitMs = parts.attempts.spend(login, nowMs);
  if (waitMs > 0) return { ...refused("too_many_attempts"), retryAfterMs: waitMs };
  const found = await parts.directory.byLogin(login);
  const known = found !== null && !found.disabled ? found : null;
  if ((await parts.passwords.verify(known?.passwordHash ?? null, password)) && known !== null) {
    parts.attempts.forgive(login);
    return known;
  }
  const failureWaitMs = parts.failures.spend(nowMs);
  return failureWaitMs > 0
    ? { ...refused("too_many_attempts"), retryAfterMs: failureWaitMs }
    : refused("credentials_wrong");
}

function linkRefused({ failures, now }: StudentParts, code: string): Refused {
  const waitMs = failures.spend(now());
  if (waitMs > 0) return { ...refused("too_many_attempts"), retryAfterMs: waitMs };
  return { ...refused("refused"), problems: [{ code, place: "token", message: "this link opens nothing any more" }] };
}

/** `cas`: the server that vouched, and its ticket. */
export async function openSession(
  { now, secureCookies, sessions }: StudentParts,
  c: Context,
  { account, language }: StoredStudent,
  cas: { readonly server: string; readonly ticket: string } | null,
): Promise<StudentSession> {
  const { session, token } = await sessions.open(
    { account, language, signedInAtMs: now(), cas: cas?.server ?? null },
    cas?.ticket,
  );
  c.header("Set-Cookie", studentCookie(token, secureCookies), { append: true });
  return session;
}

async function change({ now, sessions }: StudentParts, c: Context, session: StudentSession): Promise<StudentSession> {
  const token = studentTokenIn(c.req.header("cookie"));
  if (token !== null) await sessions.change(token, session, now());
  return session;
}
