import { expect, test } from "vitest";
import { LiveRuns, RehearsalList, TokenList, TokenMade } from "#contracts/console/rehearsals";
import { aResult } from "#contracts/testing/a-rehearsal";
import { aDesk } from "#control/testing/a-desk";
import { PEOPLE, SITTING } from "#control/testing/a-staff";

const DAY_MS = 86_400_000;
const AT = "/api/console/rehearsals";
const TOKENS = "/api/console/rehearsal-tokens";

test("rehearsals and their tokens are for operators alone", async () => {
  const desk = aDesk();
  for (const { login, role } of PEOPLE) {
    const cookie = await desk.cookieOf(login);
    for (const path of [AT, `${AT}/live`, `${AT}/1/report`, TOKENS])
      expect([login, path, (await desk.get(path, cookie)).status]).toEqual([
        login,
        path,
        role === "operator" ? 200 : 403,
      ]);
    if (role === "operator") continue;
    expect((await desk.post(TOKENS, { name: "x", days: 1 }, cookie)).status).toBe(403);
    expect((await desk.post(`${TOKENS}/1/revoke`, {}, cookie)).status).toBe(403);
  }
  expect((await desk.get(AT)).status).toBe(401);
  expect(desk.world.tokens).toEqual([]);
});

test("the list has what was played, and what is missing for the exams to come", async () => {
  const desk = aDesk();
  const shown = { id: 1, recordedBy: "load machine", recordedAtMs: desk.world.nowMs, result: aResult() };
  desk.world.recorded = [shown];
  desk.world.passed = [{ profile: "day", candidates: 2, atMs: desk.world.nowMs - 3 * DAY_MS }];
  const list = async () => RehearsalList.parse(await (await desk.get(AT, await desk.cookieOf("ops"))).json());
  const nearest = desk.world.passed[0];
  expect(await list()).toEqual({
    rehearsals: [shown],
    coming: [
      {
        ...{ sittingId: SITTING, exam: "EDN", title: "Paper 1", plannedStartMs: desk.world.nowMs + DAY_MS },
        rehearsed: { candidates: 3, withinDays: 14, passed: null, nearest },
      },
    ],
  });
  desk.world.rehearsal = true;
  expect((await list()).coming).toEqual([]);
  expect(LiveRuns.parse(await (await desk.get(`${AT}/live`, await desk.cookieOf("ops"))).json())).toEqual({ runs: [] });
});

test("a report is shown as a document that may do nothing; other pages keep their policy", async () => {
  const desk = aDesk();
  const cookie = await desk.cookieOf("ops");
  const report = await desk.get(`${AT}/1/report`, cookie);
  expect(await report.text()).toContain("<title>Report</title>");
  expect(report.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'; style-src/);
  expect(report.headers.get("content-security-policy")).not.toContain("script");
  expect(report.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await desk.get(AT, cookie)).headers.get("content-security-policy")).toMatch(/^default-src 'self'/);
  expect((await desk.get(`${AT}/2/report`, cookie)).status).toBe(404);
});

test("a token is made once, listed without itself, and revoked", async () => {
  const desk = aDesk();
  const cookie = await desk.cookieOf("ops");
  const made = TokenMade.parse(await (await desk.post(TOKENS, { name: "bench", days: 30 }, cookie)).json());
  const listed = await (await desk.get(TOKENS, cookie)).text();
  expect(TokenList.parse(JSON.parse(listed)).tokens).toMatchObject([
    { id: 1, name: "bench", madeBy: "Olga Petit (operator)", expiresAtMs: desk.world.nowMs + 30 * DAY_MS },
  ]);
  expect(listed).not.toContain(made.token);
  for (const wrong of [{ name: "", days: 1 }, { name: "x", days: 0 }, { name: "x", days: 91 }, { name: "x" }])
    expect((await desk.post(TOKENS, wrong, cookie)).status).toBe(400);
  expect((await desk.post(`${TOKENS}/1/revoke`, {}, cookie)).status).toBe(200);
  expect((await desk.post(`${TOKENS}/7/revoke`, {}, cookie)).status).toBe(404);
  expect(desk.world.tokens[0]?.revokedAtMs).toBe(desk.world.nowMs);
});
