/** A sitting in the database, marked by the real process with the rights of its role, against `amphi mark` on its export. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPaperFolder } from "#cli/import/paper-files";
import { type SimulatedDay, storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { simulatedPaper } from "#cli/pipeline/simulated-paper";
import { runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { giveVerdict } from "#postgres/queries/marking-reviews";
import { findRun, reviewTextsOfRun } from "#postgres/queries/marking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection } from "#redis/connection";
import { createMarkingDesk, type MarkingDesk } from "#redis/marking-desk";
import { projectRoot } from "#runtime/project-root";

const BY = { accountId: null, name: "the test" };
const START_MS = Date.UTC(2026, 10, 2, 13, 0);
let database: TestDatabase;
let owner: pg.Pool;
let urls: { answersUrl: string; controlUrl: string };
let desk: MarkingDesk;
let keys: TestKeys;
let closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  urls = await emptyRedis();
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  const queue = openConnection(urls.controlUrl, { maxRetriesPerRequest: null, commandTimeout: undefined });
  desk = createMarkingDesk(queue, 60_000);
  keys = someKeys();
  closing = [() => owner.end(), async () => void queue.disconnect(), () => desk.close()];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(keys.folder, { recursive: true });
});

async function startMarking(nodeId: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "services/marking/main.ts"], {
    cwd: projectRoot(),
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ID: nodeId,
      DATABASE_URL: database.urlFor("amphi_marking"),
      REDIS_ANSWERS_URL: urls.answersUrl,
      REDIS_CONTROL_URL: urls.controlUrl,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  closing.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) if (line === `ready ${nodeId}`) return child;
  throw new Error("the marking process ended");
}

const demoPaper = () => readPaperFolder(join(projectRoot(), "infra/demo/paper"), null);
const aDay = (candidates: number): Promise<SimulatedDay> =>
  storeSimulatedDay(owner, { examSlug: "sim", folder: demoPaper(), candidates, seed: 7, startMs: START_MS });

async function untilDone(runId: number) {
  // Bounded by the test's own time.
  for (;;) {
    const run = await findRun(databaseOf(owner), runId);
    if (run?.state === "done" || run?.state === "failed") return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function exported(sittingId: number): Promise<string> {
  const settings = settingsWith({ database: database.ownerUrl, keyFile: keys.privateFile });
  const folder = join(keys.folder, `answers-${sittingId}`);
  expect(await runAmphi(settings, "export", "answers", "--sitting", String(sittingId), "--out", folder)).toMatchObject({
    status: 0,
  });
  return folder;
}

test("a run from the database has the hashes and the marks of amphi mark on the exported files", async () => {
  const day = await aDay(240);
  await startMarking("marking-1");
  const started = await desk.ask({ ask: "mark", sittingId: day.sittingId, unit: "UE1", by: BY });
  if (started.kind !== "run_started") throw new Error(JSON.stringify(started));
  const run = await untilDone(started.runId);
  expect(run.trouble).toBeNull();

  const folder = await exported(day.sittingId);
  const [marks, record] = [join(keys.folder, "marks.csv"), join(keys.folder, "run.json")];
  const paper = join(projectRoot(), "infra/demo/paper");
  const args = ["--paper", paper, "--answers", folder, "--unit", "UE1", "--out", marks, "--run", record];
  expect(await runAmphi(settingsWith({}), "mark", ...args)).toMatchObject({ status: 0, err: "" });
  const files = JSON.parse(readFileSync(record, "utf8")) as Record<string, unknown>;
  expect(run).toMatchObject({
    entriesSha256: files["entriesSha256"],
    inputsSha256: files["inputsSha256"],
    marksSha256: files["marksSha256"],
    codes: files["codes"],
    setAsideEntries: (files["setAside"] as { entries: number }).entries,
  });
  expect(run.setAsideEntries).toBeGreaterThan(0);
  expect(run.codes).toEqual({ ABS: 2 });
});

test("a worker that is killed in the middle is gone on from, and nothing is marked twice", async () => {
  const day = await aDay(2_000);
  const first = await startMarking("marking-1");
  const started = await desk.ask({ ask: "mark", sittingId: day.sittingId, unit: null, by: BY });
  if (started.kind !== "run_started") throw new Error(JSON.stringify(started));
  let marked = 0;
  while (marked === 0) marked = (await findRun(databaseOf(owner), started.runId))?.markedCandidates ?? 0;
  first.kill("SIGKILL");
  await once(first, "exit");
  const interrupted = await findRun(databaseOf(owner), started.runId);
  expect(interrupted?.state).toBe("running");
  expect(interrupted?.markedCandidates).toBeLessThan(2_000);

  await startMarking("marking-2");
  const run = await untilDone(started.runId);
  expect(run).toMatchObject({ state: "done", markedCandidates: 2_000 });
  const whole = await desk.ask({ ask: "mark", sittingId: day.sittingId, unit: null, by: BY });
  if (whole.kind !== "run_started") throw new Error(JSON.stringify(whole));
  const again = await untilDone(whole.runId);
  expect([again.marksSha256, again.inputsSha256]).toEqual([run.marksSha256, run.inputsSha256]);
  const { rows } = await owner.query("SELECT count(*), sum(mark) FROM run_candidate GROUP BY run_id");
  expect(rows[0]).toEqual(rows[1]);
});

test("marking begins from a closed collection only, and says why not", async () => {
  const day = await aDay(40);
  await startMarking("marking-1");
  const ask = () => desk.ask({ ask: "mark", sittingId: day.sittingId, unit: null, by: BY });
  await owner.query("ALTER TABLE journal DISABLE TRIGGER USER");
  await owner.query("DELETE FROM journal WHERE kind = 'close'");
  expect(await ask()).toMatchObject({ kind: "refused", code: "sitting_not_closed", details: ["collecting"] });
  await owner.query("UPDATE sitting SET rehearsal = 1");
  expect(await ask()).toMatchObject({ kind: "refused", code: "rehearsal" });
  expect(await desk.ask({ ask: "mark", sittingId: 999, unit: null, by: BY })).toMatchObject({
    code: "sitting_unknown",
  });
  expect(await desk.ask({ ask: "why", runId: 1, anonymityNumber: "1" })).toMatchObject({ code: "run_unknown" });
});

test("what another ruling would change is told, and nothing is stored; every mark says why", async () => {
  const day = await aDay(120);
  await startMarking("marking-1");
  const started = await desk.ask({ ask: "mark", sittingId: day.sittingId, unit: "UE1", by: BY });
  if (started.kind !== "run_started") throw new Error(JSON.stringify(started));
  await untilDone(started.runId);
  const { runId } = started;
  const { rows } = await owner.query<{ item_id: string; position: number }>(
    "SELECT item_id, position FROM run_item ORDER BY position LIMIT 1",
  );
  const item = rows[0]?.item_id ?? "";
  const rulings = [
    {
      id: "r1",
      reason: "wrong picture",
      decision: "neutralise" as const,
      scope: { kind: "nation" as const },
      items: [item],
    },
  ];
  const answer = await desk.ask({ ask: "what_if", runId, rulings, without: [], line: 20 });
  if (answer.kind !== "what_if") throw new Error(JSON.stringify(answer));
  const { rows: below } = await owner.query<{ count: number }>(
    "SELECT count(*)::int FROM run_candidate r JOIN run_item i ON i.run_id = r.run_id AND i.position = 0 WHERE r.code IS NULL AND r.items[1] < i.maximum",
  );
  expect(answer.marks.higher).toBe(below[0]?.count);
  expect(answer.marks).toMatchObject({ lower: 0, items: [{ item }] });
  expect(answer.rankedBy).toBe("unit");
  expect(answer.rankings[0]?.line?.comeIn).toBeGreaterThanOrEqual(0);
  expect((await owner.query("SELECT FROM marking_run")).rowCount).toBe(1);

  const { rows: one } = await owner.query<{ number: string; mark: number }>(
    "SELECT anonymity_number AS number, own_mark AS mark FROM run_candidate WHERE code IS NULL ORDER BY 1 LIMIT 1",
  );
  const why = await desk.ask({ ask: "why", runId, anonymityNumber: one[0]?.number ?? "" });
  if (why.kind !== "why") throw new Error(JSON.stringify(why));
  expect(why.items.reduce((sum, { mark }) => sum + (mark ?? 0), 0)).toBe(one[0]?.mark);
  expect(why.items.every(({ why: said }) => said !== "")).toBe(true);
});

test("what two reviewers accept and what two jurors sign are inputs of the next run, and of no earlier one", async () => {
  const folder = { ...simulatedPaper("p1", 24), files: new Map() };
  const day = await storeSimulatedDay(owner, { examSlug: "sim", folder, candidates: 120, seed: 7, startMs: START_MS });
  await startMarking("marking-1");
  const mark = async () => {
    const started = await desk.ask({ ask: "mark", sittingId: day.sittingId, unit: null, by: BY });
    if (started.kind !== "run_started") throw new Error(JSON.stringify(started));
    return untilDone(started.runId);
  };
  const before = await mark();
  const { rows } = await owner.query<{ id: number }>(
    `INSERT INTO account (exam_id, login, name, role) SELECT $1, 'juror' || n, 'Juror ' || n, 'jury'
     FROM generate_series(1, 3) AS n RETURNING id`,
    [day.examId],
  );
  const portal = new pg.Pool({ connectionString: database.urlFor("amphi_portal") });
  closing.push(() => portal.end());
  const [text] = await reviewTextsOfRun(databaseOf(portal), before.id);
  if (!text) throw new Error("nothing to review");
  const of = { sittingId: day.sittingId, itemId: text.itemId, text: text.text, atMs: START_MS };
  const say = (juror: number, verdict: "accept" | "refuse") =>
    giveVerdict(portal, { ...of, accountId: rows[juror]?.id ?? 0, verdict });
  expect(await say(0, "accept")).toMatchObject({ kind: "half" });
  expect(await say(0, "accept")).toBeNull();
  expect(await say(1, "refuse")).toMatchObject({ kind: "disputed" });
  expect((await mark()).rulings).toEqual([]);
  expect(await say(2, "accept")).toMatchObject({ kind: "settled", verdict: "accept" });

  const juror = (n: number) => ({ id: rows[n]?.id ?? 0, name: `Juror ${n}`, role: "jury" as const });
  const ruling = { id: "r1", reason: "wrong", decision: "annul", scope: { kind: "nation" }, items: ["q1"] };
  const reasons = ["after_end", "superseded_device"];
  const counting = { id: "r2", reason: "one room", decision: "count", scope: { kind: "nation" }, reasons };
  const proposal = {
    ...{ kind: "ruling" as const, subject: { kind: "sitting" as const, id: day.sittingId }, reason: "wrong" },
    payload: { rulings: [ruling, counting], withdraws: [] },
  };
  const made = await proposeDecision(databaseOf(portal), juror(0), proposal, START_MS);
  if (!("decision" in made)) throw new Error(made.problem);
  const { id, payloadSha256 } = made.decision;
  expect((await mark()).rulings.map((one) => one.id)).toEqual([`review.${text.itemId}`]);
  await settleDecision(databaseOf(portal), juror(1), id, { verdict: "signed", payloadSha256, reason: "" }, START_MS);
  const ruled = await mark();
  expect(ruled).toMatchObject({ state: "done", decisionIds: [id], trouble: null });
  expect(ruled.rulings.map((one) => one.id)).toEqual([`d${id}.r1`, `d${id}.r2`, `review.${text.itemId}`]);
  const left = (await reviewTextsOfRun(databaseOf(portal), ruled.id)).filter((one) => one.itemId === text.itemId);
  expect(left.some((one) => one.text === text.text)).toBe(false);

  const compared = await desk.ask({ ask: "compare", before: before.id, after: ruled.id });
  if (compared.kind !== "compare") throw new Error(JSON.stringify(compared));
  expect(compared.marks.items.map(({ item }) => item)).toEqual(expect.arrayContaining(["q1", text.itemId]));
  // Without its rulings the run is the one before again, also where entries counted that had been set aside.
  const without = ruled.rulings.map((one) => one.id);
  const undone = await desk.ask({ ask: "what_if", runId: ruled.id, rulings: [], without, line: null });
  if (undone.kind !== "what_if") throw new Error(JSON.stringify(undone));
  expect(
    (await owner.query("SELECT FROM run_set_aside WHERE run_id = $1 AND counted", [ruled.id])).rowCount,
  ).toBeGreaterThan(0);
  const { higher, lower, meanAfter, meanBefore, ...same } = compared.marks;
  expect(undone.marks).toMatchObject({
    ...{ higher: lower, lower: higher, meanBefore: meanAfter, meanAfter: meanBefore },
    ...{ changed: same.changed, items: same.items },
  });
  const key = await desk.ask({ ask: "key", runId: before.id, item: "q1" });
  expect(key).toMatchObject({ kind: "key", item: "q1", keys: [{ type: "options" }] });
  expect(await desk.ask({ ask: "key", runId: before.id, item: "q0" })).toMatchObject({ code: "item_unknown" });
  expect(compared.marks.items.find(({ item }) => item === text.itemId)?.candidates).toBe(text.candidates);
  await expect(owner.query("UPDATE marking_run SET marks_sha256 = ''")).rejects.toThrow("append-only");
  await expect(owner.query("DELETE FROM run_candidate")).rejects.toThrow("append-only");
});
