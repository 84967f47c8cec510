import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";
import { createDeviceFence } from "#control/acts/device-fence";
import { createExamDirectory } from "#control/exam-directory";
import { createSecondFactor, createStaffDirectory } from "#staff/staff-directory";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, SITTING } from "#control/testing/a-staff";
import type { Scope } from "#domain/sitting/scope";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import { createAnswerFeed } from "#redis/answer-feed";
import { createChat } from "#redis/chat";
import { openConnection, orTrouble } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { createFenceMarks } from "#redis/fence-marks";
import { createJournal } from "#redis/journal";
import { createProposals } from "#redis/proposals";
import { createSecondFactorSteps } from "#redis/second-factor-steps";
import { createStaffSessions } from "#redis/staff-sessions";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { createPasswords } from "#runtime/password";

const AT = `/api/console/sittings/${SITTING}`;
const candidate: Scope = { kind: "candidate", id: 101 };

function connect(url = inject("redisControlUrl")) {
  const redis = openConnection(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** A control on real stores, as a process would have it; each call is another process. */
function aProcess(answersUrl: string, databaseUrl: string) {
  const [control, answers] = [connect(), connect(answersUrl)];
  const pool = openPool(databaseUrl, 2);
  onTestFinished(() => pool.end());
  const database = databaseOf(pool);
  return aDesk({
    sessions: createStaffSessions(control, control),
    staff: createStaffDirectory(database),
    passwords: createPasswords(),
    secondFactor: createSecondFactor(Buffer.alloc(32, 3), createSecondFactorSteps(control)),
    journal: createJournal(control),
    proposals: createProposals(control, control),
    chat: createChat(control, control),
    fence: createDeviceFence({
      epochs: createEpochIssuer(answers),
      directory: createExamDirectory(database),
      answersReachable: async () => void (await orTrouble("answers", answers.ping())),
      done: createFenceMarks(control),
    }),
  });
}
beforeEach(async () => {
  await emptyRedis();
});

async function servers() {
  const [postgres, answers] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  onTestFinished(async () => {
    await Promise.all([postgres.stop(), answers.stop()]);
  });
  const redis = connect(answers.url);
  await createAnswerFeed(redis, redis).adopt(partitionOf(101), 1);
  return { postgres, answers, redis };
}
type Process = ReturnType<typeof aProcess>;
const said = async (desk: Process, login: string, asked: object) => desk.told(await desk.act(login, asked));
const decide = async (desk: Process, login: string, actId: string) =>
  desk.told(await desk.post(`${AT}/proposals/${actId}/confirm`, {}, await desk.cookieOf(login)));

describe("with PostgreSQL and the answers' Redis stopped", () => {
  test("sessions, acts, second persons and the chat go on; new sign-ins and spare tablets wait, and say so", async () => {
    const { postgres, answers } = await servers();
    const desk = aProcess(answers.url, postgres.url);
    const cookie = await desk.cookieOf("marie");
    await Promise.all([postgres.stop(), answers.kill9()]);

    expect((await desk.get("/api/staff/me", cookie)).status).toBe(200);
    expect(await said(desk, "marie", anAsked("check_in"))).toBe("200 appended");
    const start = anAsked("start", { override: "test" });
    expect(await said(desk, "marie", start)).toBe("200 proposed");
    expect(await decide(desk, "paul", start.id)).toBe("200 appended");
    expect(await said(desk, "marie", anAsked("pause"))).toBe("200 appended");
    expect(await said(desk, "proctor", anAsked("attendance", { scope: candidate, attendance: "absent" }))).toBe(
      "200 appended",
    );
    const message = { id: randomUUID(), thread: 1, text: "what do we do?", answers: null };
    expect((await desk.post(`${AT}/chat`, message, await desk.cookieOf("proctor"))).status).toBe(200);

    expect(await said(desk, "proctor", anAsked("replace_device", { scope: candidate }))).toBe("503 store_unavailable");
    const signIn = { login: "marie", password: "right", code: "000001" };
    expect(await desk.told(await desk.post("/api/staff/sign-in", signIn))).toBe("503 store_unavailable");
    expect((await desk.post("/api/staff/sign-out", { everywhere: true }, cookie)).status).toBe(200);
    expect((await desk.get("/api/staff/me", cookie)).status).toBe(401);
  });
});

test("a proposal and a session outlive the process; of two processes that confirm at once, one appends", async () => {
  const { postgres, answers } = await servers();
  const [first, second, third] = [1, 2, 3].map(() => aProcess(answers.url, postgres.url)) as [
    Process,
    Process,
    Process,
  ];
  await said(first, "marie", anAsked("check_in"));
  const start = anAsked("start", { override: "test" });
  const cookie = await first.cookieOf("paul");
  expect(await said(first, "marie", start)).toBe("200 proposed");
  // The first process is gone; its cookies and its proposal are not.
  const answered = await Promise.all(
    [second, third].map(async (desk) => desk.told(await desk.post(`${AT}/proposals/${start.id}/confirm`, {}, cookie))),
  );
  expect(answered.sort()).toEqual(["200 appended", "200 repeated"]);
  const acts = await createJournal(connect()).read(SITTING);
  expect(acts.map((act) => [act.kind, act.second])).toEqual([
    ["check_in", null],
    ["start", "Paul Roux (organiser)"],
  ]);
});

test("two organisers of two processes at the same instant: the journal has one act, the other hears of it", async () => {
  const { postgres, answers } = await servers();
  const desks = [1, 2].map(() => aProcess(answers.url, postgres.url));
  const journal = createJournal(connect());
  for (const kind of ["check_in", "start"] as const)
    await journal.append(SITTING, { ...anAsked(kind, { override: "test" }), author: "before" });
  const seenActId = (await journal.read(SITTING)).at(-1)?.id ?? null;
  const cookies = await Promise.all(["marie", "paul"].map(async (login, n) => desks[n]?.cookieOf(login)));
  const outcomes = await Promise.all(
    desks.map(async (one, n) =>
      one.told(await one.post(`${AT}/acts`, anAsked("credit", { creditMs: 60_000, seenActId }), cookies[n])),
    ),
  );
  expect(outcomes.sort()).toEqual(["200 appended", "409 act_overtaken"]);
});

test("a spare tablet: the candidate's epoch moves once per act, however often it is asked for", async () => {
  const { postgres, answers, redis } = await servers();
  const desk = aProcess(answers.url, postgres.url);
  await postgres.stop();
  const epoch = async () =>
    Number(/^\d+/.exec((await redis.hget(KEYS.fence(partitionOf(101)), `${SITTING}:101`)) ?? "0"));
  const asked = anAsked("replace_device", { scope: candidate });
  expect(await said(desk, "proctor", asked)).toBe("200 appended");
  expect(await said(desk, "proctor", asked)).toBe("200 repeated");
  expect(await epoch()).toBe(1);
  expect(await said(desk, "proctor", anAsked("replace_device", { scope: candidate }))).toBe("200 appended");
  expect(await epoch()).toBe(2);
});
