/** Signing in at a CAS server, played by a server of that protocol. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { StudentSession } from "#contracts/portal/student/account";
import { aYear, mailOf, PASSWORD, studentNumber, type Year } from "#infra/students/a-year.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { logoutRequest, startCasServer } from "#portal/student/cas/testing/cas-protocol-server";

let year: Year;
let cas: Awaited<ReturnType<typeof startCasServer>>;
beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  cas = await startCasServer();
  const server = {
    ...{ id: "univ", name: { fr: "Université", en: "University" }, url: cas.url },
    ...{ studentNumberAttribute: "supannEtuId", populations: ["P1"] },
  };
  year = await aYear({ ...(await freshDatabase()), controlUrl }, { casServers: [server] });
});
afterEach(async () => {
  await year.end();
  await cas.stop();
});

/** What a browser does: our start, the server's login, our return. Resolves to where it ends, and with which cookies. */
async function signIn(cookieChange = (cookie: string) => cookie) {
  const start = await year.request("GET", "/api/student/cas/univ/start");
  const login = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
  const back = new URL(login.headers.get("location") ?? "http://nowhere");
  const path = `${back.pathname}${back.search}`;
  const end = await year.request("GET", path, cookieChange(year.cookieIn(start)));
  return {
    where: end.headers.get("location"),
    cookie: year.cookieIn(end),
    path,
    ticket: back.searchParams.get("ticket") ?? "",
  };
}
const lea = { supannEtuId: [studentNumber(1)] };

test("R38: the university vouches for who somebody is; a ticket is good once, and only for whoever started", async () => {
  cas.world.user = { name: "lea", attributes: lea };
  const { cookie, path, where } = await signIn();
  expect(where).toBe("/#/student");
  const me = StudentSession.parse(await year.json("GET", "/api/student/me", cookie));
  expect([me.account.login, me.cas]).toEqual([mailOf(1), "univ"]);
  expect((await year.request("GET", path, cookie)).headers.get("location")).toBe("/#/access/cas/state");
  expect((await signIn(() => "")).where).toBe("/#/access/cas/state");
  // the next time the server may say no number at all: the account is bound
  cas.world.user = { name: "lea", attributes: {} };
  expect((await signIn()).where).toBe("/#/student");
});

test("what an attribute says makes nobody a student, nor anything else", async () => {
  const unknown: (typeof cas.world.user)[] = [
    {
      name: "mallory",
      attributes: { supannEtuId: ["99999999"], eduPersonAffiliation: ["student", "employee"], role: ["office"] },
    },
    { name: "mallory", attributes: { supannEtuId: [studentNumber(1), studentNumber(2)] } },
    { name: "mallory", attributes: { role: ["student"] } },
  ];
  for (const user of unknown) {
    cas.world.user = user;
    expect((await signIn()).where).toBe("/#/access/cas/unknown");
  }
  cas.world.user = { name: "lea", attributes: lea };
  await signIn();
  // a second user who claims the number of a student who is bound
  cas.world.user = { name: "mallory", attributes: lea };
  expect((await signIn()).where).toBe("/#/access/cas/unknown");
});

test("single logout ends the session of its ticket, and no other", async () => {
  cas.world.user = { name: "lea", attributes: lea };
  const [first, second] = [await signIn(), await signIn()];
  const status = async (cookie: string) => (await year.request("GET", "/api/student/me", cookie)).status;
  const logOut = (ticket: string) =>
    year.request("POST", first.path, "", new URLSearchParams({ logoutRequest: logoutRequest(ticket) }).toString(), {
      ...{ origin: "http://cas.example", "content-type": "application/x-www-form-urlencoded" },
    });
  expect((await logOut("ST-unknown")).status).toBe(200);
  expect([await status(first.cookie), await status(second.cookie)]).toEqual([200, 200]);
  expect((await logOut(first.ticket)).status).toBe(200);
  expect([await status(first.cookie), await status(second.cookie)]).toEqual([401, 200]);
});

test("when the server is away, or says nonsense, passwords still work", async () => {
  cas.world.user = { name: "lea", attributes: lea };
  cas.world.answer = "<html>maintenance</html>";
  expect((await signIn()).where).toBe("/#/access/cas/unreachable");
  cas.world.answer = null;
  const start = await year.request("GET", "/api/student/cas/univ/start");
  const login = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
  const back = new URL(login.headers.get("location") ?? "");
  await cas.stop();
  const end = await year.request("GET", `${back.pathname}${back.search}`, year.cookieIn(start));
  expect(end.headers.get("location")).toBe("/#/access/cas/unreachable");
  expect(
    (await year.request("POST", "/api/student/sign-in", "", { login: mailOf(1), password: PASSWORD })).status,
  ).toBe(200);
  cas = await startCasServer();
});
