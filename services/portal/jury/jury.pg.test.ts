/** The jury's routes on a real database, with the rights of the portal alone. The marking process is a stand-in. */
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DecisionAsked, DecisionAnswer, Decisions, type ExamRelease } from "#contracts/portal/jury/decisions";
import { ExamNames } from "#contracts/portal/jury/names";
import { DryRun, ResultsAnswer } from "#contracts/portal/jury/results";
import { ExamOverview, ItemDetail, RunDetail, SetAsideList } from "#contracts/portal/jury/runs";
import { ReviewList } from "#contracts/portal/jury/reviews";
import { ErrorBody } from "#contracts/errors";
import { CentreReport } from "#contracts/portal/jury/centres";
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import type { MarkingRequest } from "#contracts/marking/requests";
import { receiptCodeFrom } from "#domain/answer/receipt-code";
import { anAccount } from "#domain/staff/testing/places";
import { createFailureBudget } from "#http/failure-budget";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { juryRoutes } from "#portal/jury/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { insertRun } from "#portal/testing/a-run";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";

const EXAM = "/api/jury/exams/1";
const CODE = receiptCodeFrom(new Uint8Array(32).fill(7));
let owner: pg.Pool;
let portal: pg.Pool;
let house: ReturnType<typeof aPortal>;
let asked: MarkingRequest[];
let connections: ConnectionEvents;

beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 2 });
  const database = databaseOf(portal);
  asked = [];
  connections = [];
  const desk = {
    ask: (request: MarkingRequest) => {
      asked.push(request);
      return Promise.resolve({ kind: "refused", code: "sitting_not_closed", details: ["running"] } as never);
    },
  };
  house = aPortal(
    juryRoutes({
      database,
      pool: portal,
      desk,
      connectionEvents: async () => connections,
      resultFailures: createFailureBudget(2, 0.001),
      now: () => house.world.nowMs,
    }),
    { scopes: createScopes(database) },
  );
  await insertSitting(owner, { candidates: 3 });
  for (const [id, login] of [
    [101, "anne"],
    [102, "boris"],
    [103, "claire"],
  ] as const) {
    await owner.query("INSERT INTO account (id, exam_id, login, name, role) VALUES ($1, 1, $2, $2, 'jury')", [
      id,
      login,
    ]);
    house.sessions.set(login.padEnd(43, "_"), {
      account: anAccount({ id, login, name: login, role: "jury", examId: 1 }),
      expiresAtMs: 9_999_999_999_999,
    });
  }
  await insertRun(owner, 1);
});
afterEach(() => Promise.all([owner.end(), portal.end()]));

const ask = async (method: string, path: string, login: string | null, body?: unknown) => {
  const response = await house.app.request(`http://localhost${path}`, {
    method,
    headers: {
      ...(login === null ? {} : { cookie: `amphi_portal=${login.padEnd(43, "_")}` }),
      ...(method === "GET" ? {} : { origin: "http://localhost", "content-type": "application/json" }),
    },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return response.json() as Promise<unknown>;
};
const codesOf = (body: unknown) => {
  const { error } = ErrorBody.parse(body);
  return error.problems?.map(({ code }) => code) ?? [error.code];
};
const propose = (what: DecisionAsked) => ask("POST", `${EXAM}/decisions`, "anne", what);
async function signed(what: DecisionAsked): Promise<number> {
  const { decision } = DecisionAnswer.parse(await propose(what));
  const settle = { verdict: "signed", reason: "", payloadSha256: decision.payloadSha256 };
  expect(codesOf(await ask("POST", `${EXAM}/decisions/${decision.id}/settle`, "anne", settle))).toEqual([
    "second_person_needed",
  ]);
  const after = await ask("POST", `${EXAM}/decisions/${decision.id}/settle`, "boris", settle);
  expect(DecisionAnswer.parse(after).decision.state).toBe("in_force");
  return decision.id;
}

test("runs are read by anonymity number, those of other exams are not there", async () => {
  const overview = ExamOverview.parse(await ask("GET", EXAM, "anne"));
  expect(overview).toMatchObject({
    sittings: [{ title: "Sitting", rehearsal: false }],
    runs: [{ id: 1, state: "done" }],
  });
  const body = await ask("GET", `${EXAM}/runs/1`, "anne");
  const detail = RunDetail.parse(body);
  expect(detail.histogram.filter(({ candidates }) => candidates > 0).map(({ from }) => from)).toEqual([7_000, 12_000]);
  expect(detail.centres).toEqual([
    expect.objectContaining({ name: "C1", candidates: 2, lowest: 7_000, highest: 12_500 }),
  ]);
  // Suspicious first.
  expect(detail.items.map(({ itemId }) => itemId)).toEqual(["Q2", "Q1"]);
  expect(JSON.stringify(body)).not.toMatch(/Family|Given|S16/);
  const item = ItemDetail.parse(await ask("GET", `${EXAM}/runs/1/items/0`, "anne"));
  // The absent one says nothing of the item.
  expect(item.curve.map(({ candidates, share }) => [candidates, share])).toEqual([
    [1, 0],
    [1, 0.5],
  ]);
  const aside = SetAsideList.parse(await ask("GET", `${EXAM}/runs/1/set-aside`, "anne"));
  expect(aside.entries).toEqual([
    expect.objectContaining({ anonymityNumber: "A16", reason: "after_end", endMs: 1_796_666_390_000 }),
  ]);

  await owner.query("INSERT INTO exam (id, slug, title) VALUES (2, 'other', 'Other')");
  for (const path of ["", "/items/0", "/set-aside", "/compare/1"])
    expect(codesOf(await ask("GET", `/api/jury/exams/2/runs/1${path}`, "anne"))).toEqual(["not_found"]);
  expect(codesOf(await ask("GET", `${EXAM}/runs/99`, "anne"))).toEqual(["not_found"]);
});

test("what the marking process refuses is told with its details; a question is asked for a run of the exam alone", async () => {
  expect(codesOf(await ask("POST", `${EXAM}/sittings/1/runs`, "anne", {}))).toEqual(["sitting_not_closed"]);
  expect(asked).toEqual([{ ask: "mark", sittingId: 1, unit: null, by: { accountId: 101, name: "anne (jury)" } }]);
  expect(codesOf(await ask("POST", `${EXAM}/sittings/9/runs`, "anne", {}))).toEqual(["not_found"]);
  const whatIf = {
    rulings: [{ id: "annul", decision: "annul", scope: { kind: "nation" }, items: ["Q1"], reason: "two answers" }],
    without: [],
    line: 500,
  };
  await ask("POST", `${EXAM}/runs/1/what-if`, "anne", whatIf);
  expect(asked[1]).toEqual({ ask: "what_if", runId: 1, ...whatIf });
  expect(codesOf(await ask("POST", `${EXAM}/runs/1/what-if`, "anne", { rulings: [{}] }))).toEqual(["bad_request"]);
  expect(asked.length).toBe(2);
});

test("a ruling of a sitting is proposed by one member and signed by another", async () => {
  const rulings = [{ id: "annul", decision: "annul", items: ["Q1"], reason: "two answers" }] as const;
  const what = {
    kind: "ruling",
    sittingId: 1,
    payload: { rulings: [...rulings].map((one) => ({ ...one, items: [...one.items] })) },
    reason: "two answers",
  } as const;
  expect(codesOf(await propose({ ...what, reason: " " }))).toEqual(["reason_missing"]);
  expect(codesOf(await propose({ ...what, sittingId: 7 }))).toEqual(["not_found"]);
  const id = await signed(what);
  const { decisions } = Decisions.parse(await ask("GET", `${EXAM}/decisions`, "boris"));
  expect(decisions).toEqual([expect.objectContaining({ id, state: "in_force", subject: { kind: "sitting", id: 1 } })]);
});

test("candidates read what two keys released, from the second that was set, until it is withdrawn", async () => {
  await owner.query(
    "INSERT INTO receipt (sitting_id, candidate_id, number, code, jws, issued_at_ms, entries, work) VALUES (1, 16, 1, $1, '', 1, 1, 1)",
    [CODE],
  );
  const publishAtMs = house.world.nowMs + 1_000;
  const payload: ExamRelease = { v: 1, runIds: [1], rankingRunId: null, publishAtMs };
  const look = (studentNumber = "S16") =>
    ask("POST", "/api/results", null, { receiptCode: CODE.toLowerCase(), studentNumber });
  const dryRun = DryRun.parse(await ask("POST", `${EXAM}/dry-run?candidate=A16`, "anne", payload));
  expect(dryRun.units).toEqual([{ title: "Sitting", runId: 1, marked: 2, withCode: 1, mean: 9_750, maximum: 20_000 }]);
  const release = { kind: "release", payload, reason: "the jury has deliberated" } as const;
  expect(codesOf(await propose({ ...release, payload: { ...payload, runIds: [99], rankingRunId: 5 } }))).toEqual([
    "run_not_done",
    "ranking_unknown",
  ]);
  await propose(release);
  house.world.nowMs = publishAtMs;
  // Proposed is not signed.
  expect(codesOf(await look())).toEqual(["not_published"]);
  const id = await signed(release);
  house.world.nowMs = publishAtMs - 1;
  expect(codesOf(await look())).toEqual(["not_published"]);
  house.world.nowMs = publishAtMs;
  // The dry run showed exactly this.
  expect(ResultsAnswer.parse(await look()).results).toEqual(dryRun.samples);
  expect(codesOf(await look("S17"))).toEqual(["not_found"]);

  const withdrawal = { kind: "withdrawal", payload: { v: 1, releaseId: id }, reason: "an item was wrong" } as const;
  expect(codesOf(await propose({ ...withdrawal, payload: { v: 1, releaseId: 999 } }))).toEqual([
    "release_not_in_force",
  ]);
  await signed(withdrawal);
  expect(codesOf(await look())).toEqual(["not_published"]);
  expect(codesOf(await propose(withdrawal))).toEqual(["withdrawn_already"]);
  // Guessing is bounded; a right answer is not refused for it.
  expect([codesOf(await look("S1")), codesOf(await look("S2"))]).toEqual([["not_found"], ["too_many_attempts"]]);
  expect(codesOf(await look())).toEqual(["not_published"]);
});

test("a release names the runs of today: with a ruling signed since it is not proposed, not signed, and shown as stale", async () => {
  await owner.query(
    "INSERT INTO receipt (sitting_id, candidate_id, number, code, jws, issued_at_ms, entries, work) VALUES (1, 16, 1, $1, '', 1, 1, 1)",
    [CODE],
  );
  const payload: ExamRelease = { v: 1, runIds: [1], rankingRunId: null, publishAtMs: 0 };
  const release = { kind: "release", payload, reason: "the jury has deliberated" } as const;
  const read = async () =>
    ResultsAnswer.parse(await ask("POST", "/api/results", null, { receiptCode: CODE, studentNumber: "S16" }));
  const staleOf = async () => {
    const { releases, runs } = ExamOverview.parse(await ask("GET", EXAM, "anne"));
    return [runs.map(({ stale }) => stale), releases.map(({ problems }) => problems.map(({ code }) => code))];
  };
  await signed(release);
  expect(await staleOf()).toEqual([[[]], [[]]]);
  expect((await read()).results).toMatchObject([{ stale: false }]);
  const { decision } = DecisionAnswer.parse(await propose(release));
  const rulings = [{ id: "annul", decision: "annul" as const, items: ["Q1"], reason: "two answers" }];
  await signed({ kind: "ruling", sittingId: 1, payload: { rulings }, reason: "two answers" });

  expect(codesOf(await propose(release))).toEqual(["run_stale"]);
  expect(codesOf(await ask("POST", `${EXAM}/dry-run`, "anne", release.payload))).toEqual(["run_stale"]);
  const settle = { reason: "overtaken", payloadSha256: decision.payloadSha256 };
  const settling = (verdict: string) =>
    ask("POST", `${EXAM}/decisions/${decision.id}/settle`, "boris", { ...settle, verdict });
  expect(codesOf(await settling("signed"))).toEqual(["run_stale"]);
  expect(DecisionAnswer.parse(await settling("refused")).decision.state).toBe("refused");
  expect(await staleOf()).toEqual([[["rulings"]], [["run_stale"]]]);
  // Candidates go on reading what was signed, and that it will change.
  house.world.nowMs += 10_000;
  expect((await read()).results).toMatchObject([{ stale: true }]);

  // Another run with the same marks makes nothing stale; one with others does.
  await insertRun(owner, 2);
  expect((await staleOf())[0]).toEqual([["rulings"], ["rulings"]]);
  await insertRun(owner, 3, undefined, null, "b".repeat(64));
  expect((await staleOf())[0]).toEqual([["rulings"], ["newer_run", "rulings"], ["newer_run", "rulings"]]);
});

test("a room's minutes and lost time stand beside its marks, without names and without keys", async () => {
  const startMs = 1_796_655_600_000;
  const act = (position: number, kind: string, atMs: number, of: object) =>
    owner.query("INSERT INTO journal VALUES (1, $1, $2, $3, $4, $5)", [
      ...[position, `act-${position}`, kind, atMs],
      JSON.stringify({
        ...{
          v: 1,
          id: `act-${position}`,
          author: "Paul Le Goff (centre lead)",
          second: null,
          cause: "the link was cut",
        },
        ...{ scope: { kind: "nation" }, atMs, effectiveAtMs: atMs, kind, ...of },
      }),
    ]);
  const { rows } = await owner.query<{ id: number }>("SELECT room_id AS id FROM candidate WHERE id = 16");
  const room = { kind: "room", id: rows[0]?.id };
  house.world.nowMs = startMs + 7_200_000;
  const keys = { start: "k".repeat(43), cases: "k".repeat(43) };
  await act(1, "check_in", startMs - 60_000, {});
  await act(2, "start", startMs, { override: null, keys });
  await act(3, "incident", startMs + 60_000, { scope: room, category: "network" });
  await act(4, "credit", startMs + 600_000, { scope: { kind: "candidate", id: 16 }, creditMs: 120_000 });
  // Without a link for four minutes: three are lost, two were given back.
  connections = [
    [16, "on", startMs - 1_000],
    [16, "off", startMs + 60_000],
    [16, "on", startMs + 300_000],
    [17, "on", startMs],
  ];
  const body = await ask("GET", `${EXAM}/runs/1/centres/C1`, "anne");
  const report = CentreReport.parse(body);
  expect(report).toMatchObject({ signed: null, linksKnown: true, centre: { code: "C1" } });
  expect(report.rooms).toEqual([
    expect.objectContaining({
      ...{ code: "R1", candidates: 3, offline: 1, longestGapMs: 240_000, credited: 1, owed: 1, pausedMs: 0 },
      box: expect.objectContaining({ lowest: 7_000, highest: 12_500 }) as object,
    }),
  ]);
  expect(report.events).toMatchObject([
    { kind: "incident", what: "network", room: "R1", anonymityNumber: null, cause: "the link was cut" },
    { kind: "credit", creditMs: 120_000, room: "R1", anonymityNumber: "A16" },
  ]);
  expect(report.losses).toMatchObject([
    { anonymityNumber: "A16", gaps: 1, longestGapMs: 240_000, creditMs: 120_000, owedMs: 60_000, mark: 12_500 },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/Family|S16|kkkk/);
  await expect(portal.query("SELECT act FROM journal")).rejects.toMatchObject({ code: "42501" });
  await expect(portal.query("SELECT frame FROM answer_log")).rejects.toMatchObject({ code: "42501" });
  expect(JSON.stringify((await portal.query("SELECT act FROM journal_without_keys")).rows)).not.toMatch(/kkkk/);
  connections = [];
  expect(CentreReport.parse(await ask("GET", `${EXAM}/runs/1/centres/C1`, "anne")).linksKnown).toBe(false);
  expect(codesOf(await ask("GET", `${EXAM}/runs/1/centres/C9`, "anne"))).toEqual(["not_found"]);
});

test("names are read once two persons have lifted the anonymity of that exam: the database itself refuses before", async () => {
  const refusal = { code: "42501" };
  await expect(portal.query("SELECT * FROM names_of_exam(1)")).rejects.toMatchObject(refusal);
  await expect(portal.query("SELECT family_name FROM candidate")).rejects.toMatchObject(refusal);
  const { rows } = await owner.query<{ role: string }>(
    `SELECT rolname AS role FROM pg_roles WHERE rolname LIKE 'amphi%' AND NOT rolsuper AND has_function_privilege(oid, 'names_of_exam(integer)', 'execute')`,
  );
  expect(rows).toEqual([{ role: "amphi_portal" }]);
  const reads = ["names", "names.csv", "letters/A16"];
  for (const path of reads) expect(codesOf(await ask("GET", `${EXAM}/${path}`, "anne"))).toEqual(["not_lifted"]);
  const lift = { kind: "lift_anonymity", payload: { v: 1 }, reason: "the results are proclaimed" } as const;
  await propose(lift);
  // Proposed is not signed, and what is signed of another exam opens nothing here.
  expect(codesOf(await ask("GET", `${EXAM}/names`, "anne"))).toEqual(["not_lifted"]);
  expect(house.accesses).toEqual([]);
  await signed(lift);
  const { letters, names } = ExamNames.parse(await ask("GET", `${EXAM}/names`, "anne"));
  expect([letters, names.map(({ anonymityNumber, studentNumber }) => [anonymityNumber, studentNumber])]).toEqual([
    false,
    [16, 17, 18].map((n) => [`A${n}`, `S${n}`]),
  ]);
  expect(names[0]?.familyName).toMatch(/\S/);
  expect(house.accesses).toEqual([expect.objectContaining({ who: "anne (jury)", what: "people", examId: 1 })]);
  expect(codesOf(await propose(lift))).toEqual(["lifted_already"]);
  await owner.query("INSERT INTO exam (id, slug, title) VALUES (2, 'other', 'Other')");
  await expect(portal.query("SELECT * FROM names_of_exam(2)")).rejects.toMatchObject(refusal);
  // Without released ranks there is no letter.
  expect(codesOf(await ask("GET", `${EXAM}/letters/A16`, "anne"))).toEqual(["not_found"]);
});

test("short texts are judged by two who see nothing of each other, and by a third where they differ", async () => {
  const review = `${EXAM}/sittings/1`;
  const listOf = async (login: string) => ReviewList.parse(await ask("GET", `${review}/review`, login));
  const say = (login: string, text: string, verdict: string) =>
    ask("POST", `${review}/verdicts`, login, { itemId: "Q1", text, verdict });
  await owner.query("UPDATE paper SET view = $1", [
    Buffer.from(JSON.stringify({ sections: [{ items: [{ id: "Q1", stemHtml: "<p>Which disease?</p>" }] }] })),
  ]);
  const before = await listOf("boris");
  expect(before).toMatchObject({ runId: 1, itemId: "Q1", questionHtml: "<p>Which disease?</p>" });
  expect(before.items).toEqual([{ itemId: "Q1", texts: 2, settled: 0, yours: 2 }]);
  expect(before.texts.map(({ text, candidates }) => [text, candidates])).toEqual([
    ["infarctus myocarde", 2],
    ["angor", 1],
  ]);
  expect(await say("anne", "angor", "accept")).toEqual({ itemId: "Q1", text: "angor" });
  // Nothing of Anne's verdict is told, and she does not judge twice.
  expect(await listOf("boris")).toEqual(before);
  expect((await listOf("anne")).texts.map(({ text }) => text)).toEqual(["infarctus myocarde"]);
  expect(codesOf(await say("anne", "angor", "refuse"))).toEqual(["conflict"]);
  await say("boris", "angor", "refuse");
  expect((await listOf("boris")).items).toEqual([{ itemId: "Q1", texts: 2, settled: 0, yours: 1 }]);
  await say("claire", "angor", "accept");
  expect((await listOf("claire")).items).toEqual([{ itemId: "Q1", texts: 2, settled: 1, yours: 1 }]);
  expect(JSON.stringify(await listOf("claire"))).not.toMatch(/A1[678]|anne|boris/);

  expect(codesOf(await say("anne", "never written", "accept"))).toEqual(["not_found"]);
  expect(codesOf(await say("anne", "angor", "perhaps"))).toEqual(["bad_request"]);
  expect(codesOf(await ask("GET", `${EXAM}/sittings/9/review`, "anne"))).toEqual(["not_found"]);
  await owner.query("INSERT INTO exam (id, slug, title) VALUES (2, 'other', 'Other')");
  expect(codesOf(await ask("GET", "/api/jury/exams/2/sittings/1/review", "anne"))).toEqual(["not_found"]);
});
