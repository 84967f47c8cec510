/** The exam office's routes on a real database, as the process runs them: with the rights of the portal alone. */
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHash, createHmac } from "node:crypto";
import { type AllocationFile, firstRoundFile } from "#domain/competition/allocation-file";
import {
  type Computed,
  computeRanks,
  computeRound,
  type Hashes,
  personsByCandidate,
} from "#domain/competition/compute";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import { aProgramme, aUnit } from "#domain/competition/testing/a-plan";
import { canonicalJson } from "#domain/marking/canonical-json";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { type AnOffice, anOffice, PEOPLE, PLAN } from "#portal/testing/an-office";
import { finishCalculation, takeAsked } from "#postgres/queries/competition/calculations";
import { competitionById } from "#postgres/queries/competition/competitions";
import { competitionRows } from "#postgres/queries/competition/rows";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { databaseOf } from "#postgres/queries/reading";
import { wishesIn } from "#postgres/queries/student/wishes";
import { insertSitting } from "#postgres/testing/a-sitting";

let office: AnOffice;
let owner: pg.Pool;
let portal: pg.Pool;
let jobs: pg.Pool;
beforeEach(async () => {
  const urls = await freshDatabase();
  office = await anOffice(urls);
  [owner, portal] = [office.owner, office.portal];
  jobs = new pg.Pool({ connectionString: urls.urlFor("amphi_jobs"), max: 2 });
});
afterEach(() => Promise.all([office.end(), jobs.end()]));

const ask: AnOffice["ask"] = (...asked) => office.ask(...asked);
/** As `office2`, a second member of the office. */
const second = (method: string, path: string, body: unknown) => office.askAs("office2", method, path, body);
const sendTable: AnOffice["sendTable"] = (...sent) => office.sendTable(...sent);
const aCompetition: AnOffice["aCompetition"] = (...made) => office.aCompetition(...made);
const hashes: Hashes = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
  hmac: (key, message) => createHmac("sha256", key).update(message).digest("hex"),
  hashOf: (pieces) =>
    createHash("sha256")
      .update([...pieces].join(""))
      .digest("hex"),
};
/** What `jobs` does with an order: the oldest one is computed. The ranks of a round are those computed last. */
let lastRanks: StoredRanks | null = null;
async function computeOldest(): Promise<void> {
  const database = databaseOf(jobs);
  const asked = await takeAsked(database);
  const competition = asked && (await competitionById(database, asked.competitionId));
  if (!competition) throw new Error("nothing is asked");
  const rows = await competitionRows(database, competition.id);
  const finish = async (input: AllocationFile | null, computed: Computed<object>) => {
    if ("problems" in computed) throw new Error(JSON.stringify(computed.problems));
    const { inputsHash, result } = computed;
    const done = { revision: competition.revision, inputsHash, resultHash: "", input, result };
    await finishCalculation(database, asked.id, done);
  };
  if (asked.kind === "ranks") {
    const computed = computeRanks(competition.plan, rows, null, hashes);
    lastRanks = "result" in computed ? computed.result : null;
    return finish(null, computed);
  }
  if (lastRanks === null) throw new Error("no ranks");
  const file = firstRoundFile(competition.plan, rows.enrolled, await wishesIn(database, competition.id), lastRanks);
  const hash = hashes.hashOf([canonicalJson(file)]);
  await finish(file, computeRound(file, hash, 1, personsByCandidate(competition.plan, rows.enrolled)));
}
test("R6: a competition of a population is reached by its staff and the jury, and by nobody else", async () => {
  const at = await aCompetition();
  await office.account(200, "office2", "office");
  expect((await ask("GET", at, "jury")).status).toBe(200);
  expect((await second("PUT", `${at}/plan`, { version: 1, plan: PLAN })).status).toBe(404);
  expect((await ask("GET", "/api/office/competitions", "office")).body["competitions"]).toHaveLength(1);
  const members = (logins: string[]) => ask("PUT", "/api/office/populations/1/members", "office", { logins });
  expect((await members(["nobody"])).body).toMatchObject({
    error: { problems: [{ code: "login-unknown", value: "nobody" }] },
  });
  expect((await members(["office2"])).status).toBe(200);
  expect((await second("PUT", `${at}/plan`, { version: 1, plan: PLAN })).status).toBe(200);
});

test("R42: of several competitions each plan is saved whole or refused with every problem; the second editor sees the conflict; a copy is last year's file", async () => {
  const at = await aCompetition();
  const wrong = { ...PLAN, programmes: [aProgramme("MED", 1, { coefficients: { UE9: 1 } }), aProgramme("MED", 1)] };
  expect((await ask("PUT", `${at}/plan`, "office", { version: 1, plan: wrong })).body).toMatchObject({
    error: {
      code: "refused",
      problems: [{ place: "programmes[1].code" }, { place: "programmes[0].coefficients.UE9" }, { code: "no-units" }],
    },
  });
  expect((await ask("PUT", `${at}/plan`, "office", { version: 1, plan: { ...PLAN, format: "x" } })).status).toBe(409);
  expect((await ask("PUT", `${at}/plan`, "office", { version: 1, plan: { ...PLAN, title: "New" } })).body).toEqual({
    version: 2,
  });
  expect((await ask("PUT", `${at}/plan`, "office", { version: 1, plan: PLAN })).body).toMatchObject({
    error: { code: "conflict" },
  });
  const file = (await ask("GET", `${at}/plan.json`, "office")).body as unknown;
  const copy = await ask("POST", "/api/office/populations/1/competitions", "office", {
    slug: "next",
    title: "Next",
    from: 1,
  });
  expect((await ask("GET", `/api/office/competitions/${copy.body["id"] as number}/plan.json`, "office")).body).toEqual({
    ...(file as object),
    title: "Next",
  });
  expect((await ask("GET", "/api/office/competitions", "office")).body["competitions"]).toHaveLength(2);
});

describe("R41, R44: CSV in and out, with the columns that the office chooses", () => {
  test("a dry run stores nothing; a clean table is stored whole, and again changes nothing", async () => {
    const at = await aCompetition();
    const dry = await sendTable(`${at}/import`, PEOPLE);
    expect(dry.body).toMatchObject({
      stored: false,
      problemCount: 0,
      lines: 3,
      counts: { peopleNew: 3, enrolmentsNew: 3, marksNew: 6 },
    });
    expect((await ask("GET", `${at}/people`, "office")).body["people"]).toEqual([]);
    expect((await sendTable(`${at}/import?dryRun=0`, PEOPLE)).body).toMatchObject({ stored: true });
    expect((await ask("GET", `${at}/people`, "office")).body["people"]).toMatchObject([
      {
        studentNumber: "20000001",
        familyName: "Durand",
        programmes: ["MED", "PHA"],
        identity: { abroad: "no" },
        wishes: null,
      },
      ...[{}, {}],
    ]);
    expect((await sendTable(`${at}/import`, PEOPLE)).body).toMatchObject({
      counts: { peopleNew: 0, marksNew: 0, same: 3 },
    });
    // A spreadsheet's encoding, and the office's own mapping.
    const latin = Buffer.from("No\tQui\n20000001\tDuränd\n", "latin1");
    const mapping = encodeURIComponent(JSON.stringify(["studentNumber", "familyName"]));
    expect((await sendTable(`${at}/import?dryRun=0&mapping=${mapping}`, new Uint8Array(latin))).body).toMatchObject({
      stored: true,
      encoding: "windows-1252",
      counts: { peopleChanged: 1 },
    });
    const out = await office.asks.ask(
      "GET",
      `${at}/export.csv?columns=studentNumber,familyName,unit:UE2,identity:abroad`,
      "office",
    );
    expect((await out.text()).split("\r\n").slice(0, 2)).toEqual([
      "studentNumber;familyName;unit:UE2;identity:abroad",
      "20000001;Duränd;10;no",
    ]);
  });
  test("errors by line: wrong separator, unknown student, out of range, duplicate, formula; nothing is half stored", async () => {
    const at = await aCompetition();
    expect((await sendTable(`${at}/import?dryRun=0`, "numero nom\n1 Durand")).body).toMatchObject({
      error: { problems: [{ code: "unreadable" }] },
    });
    const bad = `${PEOPLE}\n20000004;=1+1;;MED;no;21;\n20000001;Durand;;MED;no;;`;
    const answer = await sendTable(`${at}/import?dryRun=0`, bad);
    expect(answer.body).toMatchObject({
      stored: false,
      problemCount: 3,
      problems: [
        { line: 5, code: "formula" },
        { line: 5, code: "mark-above" },
        { line: 6, code: "repeated" },
      ],
    });
    const marks = await sendTable(`${at}/import?dryRun=0`, "numero;UE1\n20000009;12");
    expect(marks.body).toMatchObject({ stored: false, problems: [{ line: 2, code: "person-unknown" }] });
    expect((await ask("GET", `${at}/people`, "office")).body["people"]).toEqual([]);
  });
});

test("R9: a teacher sees and enters the marks of delegated units alone, and no identity where anonymity is on", async () => {
  const at = await aCompetition({
    ...PLAN,
    anonymity: true,
    units: [aUnit("UE1", { teachers: ["teacher"] }), aUnit("UE2")],
  });
  await sendTable(`${at}/import?dryRun=0`, PEOPLE);
  await ask("PUT", "/api/office/populations/1/members", "office", { logins: ["teacher"] });
  expect((await ask("POST", `${at}/anonymity-numbers`, "office")).body).toEqual({ given: 3 });
  const teacherAt = at.replace("/office/", "/teacher/");
  expect((await ask("GET", "/api/teacher/units", "teacher")).body["units"]).toMatchObject([{ code: "UE1" }]);
  expect((await ask("GET", `${teacherAt}/units/UE2/marks`, "teacher")).status).toBe(404);
  const grid = await ask("GET", `${teacherAt}/units/UE1/marks`, "teacher");
  expect(JSON.stringify(grid.body)).not.toMatch(/Durand|Petit|2000000/);
  const lines = grid.body["lines"] as { personId: number; number: string; cell: string }[];
  expect(lines.every(({ number, personId }) => /^\d{8}$/.test(number) && personId > 1_000)).toBe(true);
  const [one] = lines;
  if (!one) throw new Error("no line");
  const put = (cells: object[]) => ask("PUT", `${teacherAt}/units/UE1/marks`, "teacher", { cells });
  expect((await put([{ personId: one.personId, text: "12,5", before: one.cell }])).body).toEqual({ stored: 1 });
  // Somebody else's value stands there now; a number above the maximum; somebody who is not registered.
  expect(
    (
      await put([
        { personId: one.personId, text: "3", before: one.cell },
        { personId: lines[1]?.personId, text: "21", before: "" },
        { personId: 7, text: "1", before: "" },
      ])
    ).body,
  ).toMatchObject({
    error: { problems: [{ code: "mark-changed" }, { code: "mark-above" }, { code: "not-enrolled" }] },
  });
  const { rows } = await owner.query("SELECT mark, by FROM mark_change WHERE source = 'hand'");
  expect(rows).toEqual([{ mark: 12_500, by: "teacher (teacher)" }]);
});

test("R11, R32: ranks, wishes of the office, a round, its explanation; stale is told, and is not published", async () => {
  const at = await aCompetition();
  await sendTable(`${at}/import?dryRun=0`, PEOPLE);
  const compute = async (body: object) => {
    const asked = await ask("POST", `${at}/calculations`, "office", body);
    await computeOldest();
    return asked.body["id"] as number;
  };
  const ranksId = await compute({ kind: "ranks" });
  expect((await ask("GET", `${at}/calculations/${ranksId}`, "office")).body).toMatchObject({
    rankings: [
      { code: "ALL", lines: [{ rank: 1, name: "Durand Léa" }, { rank: 2 }, { rank: 3 }] },
      { code: "MED" },
      { code: "PHA" },
    ],
  });
  const people = (await ask("GET", `${at}/people`, "office")).body["people"] as { personId: number }[];
  for (const { personId } of people)
    expect((await ask("PUT", `${at}/people/${personId}/wishes`, "office", { programmes: ["MED", "PHA"] })).status).toBe(
      200,
    );
  expect(
    (await ask("PUT", `${at}/people/${people[0]?.personId}/wishes`, "office", { programmes: ["MED", "MED", "LAW"] }))
      .body,
  ).toMatchObject({
    error: { problems: [{ code: "wish-repeated" }, { code: "wish-not-allowed", value: "LAW" }] },
  });
  const roundId = await compute({ kind: "round", ranksId, roundId: null });
  expect((await ask("GET", `${at}/calculations/${roundId}`, "office")).body).toMatchObject({
    ...{ kind: "round", byWish: [1, 1], nowhere: 1, blockingPairs: 0 },
    lines: [{ seat: "MED", wish: 1 }, { seat: "PHA", wish: 2 }, { seat: null }],
  });
  expect(
    (await ask("GET", `${at}/calculations/${roundId}/people/${people[2]?.personId}`, "office")).body["en"],
  ).toEqual([
    "rank 3 in MED, last admitted 1: every place was taken before that rank",
    "rank 3 in PHA, last admitted 2: every place was taken before that rank",
    "admitted to none of your wishes",
  ]);
  const staleOf = async () => {
    const { calculations } = (await ask("GET", `${at}/calculations`, "office")).body as unknown as {
      calculations: { stale: boolean }[];
    };
    return calculations.map(({ stale }) => stale);
  };
  // Another short title changes nothing that is computed; another mark does, and so for everything made from it.
  await ask("PUT", `${at}/plan`, "office", { version: 1, plan: { ...PLAN, title: "PACES", shortTitle: "P" } });
  expect(await staleOf()).toEqual([false, false]);
  const marks = (text: string, before: string) =>
    ask("PUT", `${at}/units/UE1/marks`, "office", { cells: [{ personId: people[0]?.personId, text, before }] });
  await marks("17", "18");
  expect(await staleOf()).toEqual([true, true]);
  expect(
    (await ask("POST", `${at}/publications`, "office", { ranksId, roundId, reorientationIds: [] })).body,
  ).toMatchObject({
    error: { problems: [{ code: "stale" }, ...[]] },
  });
  await marks("18", "17");
  expect(await staleOf()).toEqual([false, false]);
  // Another list is another first round, from the same ranks.
  await ask("PUT", `${at}/people/${people[2]?.personId}/wishes`, "office", { programmes: ["PHA"] });
  expect(await staleOf()).toEqual([true, false]);
});

test("a release needs a second, different person, who signs what they have read", async () => {
  const at = await aCompetition();
  await office.account(200, "office2", "office");
  await ask("PUT", "/api/office/populations/1/members", "office", { logins: ["office2"] });
  await sendTable(`${at}/import?dryRun=0`, PEOPLE);
  const ranks = await ask("POST", `${at}/calculations`, "office", { kind: "ranks" });
  await computeOldest();
  const made = await ask("POST", `${at}/publications`, "office", {
    ranksId: ranks.body["id"],
    roundId: null,
    reorientationIds: [],
  });
  const release = { reason: "Vote of the jury", publishAtMs: 5, answersUntilMs: null };
  const path = `${at}/publications/${made.body["id"] as number}/release`;
  expect((await ask("POST", path, "office", release)).body).toMatchObject({
    error: { problems: [{ code: "not-ready" }] },
  });
  await owner.query("UPDATE publication SET state = 'ready', sha256 = repeat('a', 64), people = 3");
  const proposed = await ask("POST", path, "office", release);
  const shown = (await ask("GET", `${at}/publications`, "office")).body["publications"] as {
    decisions: { payloadSha256: string }[];
  }[];
  expect(shown).toMatchObject([{ state: "ready", decisions: [{ state: "proposed", own: true, publishAtMs: 5 }] }]);
  const payloadSha256 = shown[0]?.decisions[0]?.payloadSha256 ?? "";
  const sign = { verdict: "signed", reason: "", payloadSha256 };
  const decision = `${at}/decisions/${proposed.body["id"] as number}`;
  expect((await ask("POST", decision, "office", sign)).body).toMatchObject({
    error: { problems: [{ code: "second_person_needed" }] },
  });
  expect((await second("POST", decision, { ...sign, payloadSha256: "0" })).body).toMatchObject({
    error: { problems: [{ code: "payload_differs" }] },
  });
  expect((await second("POST", decision, sign)).status).toBe(200);
  expect((await ask("GET", `${at}/publications`, "office")).body["publications"]).toMatchObject([
    { decisions: [{ state: "in_force", settledBy: "office2 (office)" }] },
  ]);
});

test("a lottery is committed once, to candidates, rules and a source; opened with what it said, it breaks ties", async () => {
  const at = await aCompetition({ ...PLAN, lottery: "public-numbers" });
  const equal = PEOPLE.replace(";16;10", ";18;10");
  await sendTable(`${at}/import?dryRun=0`, equal);
  const source = { method: "public-numbers", sources: ["National lottery of Monday", "Its chance number"] };
  const beacon = { method: "beacon", beacon: "drand", round: 5 };
  expect((await ask("POST", `${at}/lottery`, "office", { source: beacon })).body).toMatchObject({
    error: { problems: [{ code: "lottery-method" }] },
  });
  expect((await ask("POST", `${at}/lottery`, "office", { source })).status).toBe(200);
  expect((await ask("POST", `${at}/lottery`, "office", { source })).body).toMatchObject({
    error: { problems: [{ code: "lottery-committed" }] },
  });
  const open = (numbers: string) => ask("POST", `${at}/lottery/opening`, "office", { numbers });
  expect((await open("4 8 15")).body).toMatchObject({ error: { problems: [{ code: "numbers-lines" }] } });
  // Somebody who was registered since is not among the candidates that were committed.
  await sendTable(`${at}/import?dryRun=0`, "numero;nom;abroad\n20000009;Late;no");
  expect((await open("4 8 15\n3")).body).toMatchObject({ error: { problems: [{ code: "lottery" }] } });
  await owner.query(
    "DELETE FROM enrolment WHERE person_id = (SELECT id FROM person WHERE student_number = '20000009')",
  );
  expect((await open("4 8 15\n3")).status).toBe(200);
  expect((await open("4 8 16\n3")).body).toMatchObject({ error: { problems: [{ code: "lottery-opened" }] } });
  const shown = (await ask("GET", `${at}/lottery`, "office")).body["lottery"];
  expect(shown).toMatchObject({ publicValue: "4.8.15./3./", seed: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  expect(JSON.stringify(shown)).not.toContain('"secret"');
});

test("a unit is fed by a run that two of the jury have released, on student numbers; a newer one is told", async () => {
  const plan = { ...PLAN, studentNumber: "", units: [aUnit("UE1", { source: "paper" }), aUnit("UE2")] };
  const at = await aCompetition(plan);
  await sendTable(
    `${at}/import?dryRun=0`,
    "numero;nom;filieres;abroad;UE2\nS16;Durand;MED;no;10\nS17;Petit;MED;no;9\nS99;Roux;MED;no;8",
  );
  const sittingId = await insertSitting(owner, { candidates: 3 });
  const [exam] = (await owner.query<{ id: number }>("SELECT id FROM exam")).rows;
  await office.account(201, "jury2", "jury");
  const run = async (mark: number) => {
    const { rows } = await owner.query<{ id: number }>(
      `INSERT INTO marking_run (sitting_id, unit, asked_by_name, asked_at_ms, papers, rules, rulings, decision_ids, state, candidates, marked_candidates)
       VALUES ($1, 'UE1', 'jury', 0, '[]', '{}', '[]', '{}', 'running', 3, 3) RETURNING id`,
      [sittingId],
    );
    const id = rows[0]?.id ?? 0;
    await owner.query(
      `INSERT INTO run_candidate (run_id, anonymity_number, centre, room, paper, mark, maximum, code, own_mark, own_maximum, items, entries, entries_sha256)
       SELECT $1, 'A' || n, 'C', 'R', 0, CASE WHEN n = 17 THEN NULL ELSE $2::int END, 100000, CASE WHEN n = 17 THEN 'ABS' END, 0, 0, '{}', '', ''
       FROM generate_series(16, 18) AS n`,
      [id, mark],
    );
    await owner.query(
      "UPDATE marking_run SET state = 'done', done_at_ms = 5, marks_sha256 = repeat('b', 64) WHERE id = $1",
      [id],
    );
    return id;
  };
  const release = async (runId: number) => {
    const payload = { v: 1, runIds: [runId], rankingRunId: null, publishAtMs: 0 };
    const subject = { kind: "exam", id: exam?.id ?? 0 } as const;
    const by = { id: 101, name: "jury", role: "jury" } as const;
    const made = await proposeDecision(
      databaseOf(portal),
      by,
      { kind: "release", subject, payload, reason: "vote" },
      1,
    );
    if ("problem" in made) throw new Error(made.problem);
    const { id, payloadSha256 } = made.decision;
    const second = { id: 201, name: "jury2", role: "jury" } as const;
    await settleDecision(databaseOf(portal), second, id, { verdict: "signed", reason: "", payloadSha256 }, 2);
  };
  const first = await run(50_000);
  const feed = (runId: number) => ask("POST", `${at}/units/UE1/feed`, "office", { runId });
  // Nobody has released it yet.
  expect((await feed(first)).body).toMatchObject({ error: { problems: [{ code: "run-not-released" }] } });
  await release(first);
  expect((await feed(first)).body).toEqual({ stored: 2, without: 1 });
  expect((await ask("GET", `${at}/units/UE1/marks`, "office")).body).toMatchObject({
    readOnly: true,
    lines: [{ cell: "50 / 100", source: "run" }, { cell: "ABS" }, { cell: "" }],
  });
  const people = (await ask("GET", `${at}/people`, "office")).body["people"] as { personId: number }[];
  const typed = { cells: [{ personId: people[0]?.personId, text: "3", before: "50" }] };
  expect((await ask("PUT", `${at}/units/UE1/marks`, "office", typed)).body).toMatchObject({
    error: { problems: [{ code: "unit-of-paper" }] },
  });
  const newer = await run(60_000);
  await release(newer);
  expect((await ask("GET", `${at}/feeds`, "office")).body["feeds"]).toMatchObject([
    { unit: "UE1", runId: first, newerRunId: newer, withdrawn: false },
  ]);
});
