import { rmSync } from "node:fs";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import { CompetitionPlan } from "#contracts/portal/office/plan";
import { planProblems } from "#domain/competition/plan-problems";
import { DEMO_PASSWORD } from "#domain/exam/demo-staff";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { createMarkingApp } from "#marking/app";
import { findAccount } from "#postgres/queries/accounts";
import { competitionsOf } from "#postgres/queries/competition/competitions";
import { findRun } from "#postgres/queries/marking-runs";
import { examsOf } from "#postgres/queries/portal-places";
import { databaseOf } from "#postgres/queries/reading";
import { studentByLogin } from "#postgres/queries/student/accounts";
import { wishState } from "#postgres/queries/student/wishes";
import { createLog } from "#runtime/log";
import { createPasswords } from "#runtime/password";

let pool: pg.Pool;
let marking: pg.Pool;
let portal: pg.Pool;
let keys: TestKeys;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
let named: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  const { ownerUrl, urlFor } = await freshDatabase();
  const { controlUrl } = await emptyRedis();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  marking = new pg.Pool({ connectionString: urlFor("amphi_marking"), max: 4 });
  portal = new pg.Pool({ connectionString: urlFor("amphi_portal"), max: 2 });
  keys = someKeys();
  const settings = settingsWith({ database: ownerUrl, control: controlUrl, keyFile: keys.privateFile });
  amphi = (...args) => runAmphi(settings, ...args);
  named = (...args) => runAmphi({ ...settings, privateDatabase: false }, ...args);
});
afterEach(async () => {
  rmSync(keys.folder, { recursive: true });
  await Promise.all([pool.end(), marking.end(), portal.end()]);
});
const countOf = async (table: string) => Number((await pool.query(`SELECT FROM ${table}`)).rowCount);
const TABLES = ["exam", "person", "enrolment", "mark", "wish_list", "student_account", "population_staff"];
const counts = () => Promise.all(TABLES.map(countOf));

test("demo year: refused in a foreign database and before the demo; then everything once, for every account", async () => {
  expect((await named("demo", "year")).err).toContain("passwords that everybody knows");
  expect((await amphi("demo", "year")).err).toContain("run demo seed first");
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0, 0]);

  await amphi("demo", "seed");
  const run = await amphi("demo", "year");
  expect(run).toMatchObject({ status: 0, err: "" });
  expect(run.out).toContain("demo year stored");
  const stored = [2, 300, 300, 300, 270, 300, 3];
  expect(await counts()).toEqual(stored);
  const again = await amphi("demo", "year");
  expect(again).toMatchObject({ status: 0, out: run.out.replace("stored", "present") });
  expect(await counts()).toEqual(stored);

  // With the rights of the portal's process: what its sign-ins read.
  const database = databaseOf(portal);
  const plan = (await pool.query<{ id: number; plan: unknown }>("SELECT id, plan FROM competition")).rows[0];
  expect(planProblems(CompetitionPlan.parse(plan?.plan))).toEqual([]);
  for (const login of ["demo.office", "demo.office2", "demo.teacher"]) {
    const account = (await findAccount(database, login))?.account;
    expect(account && (await competitionsOf(database, account))).toMatchObject([{ slug: "demo-paces" }]);
  }

  // The two students who are printed sign in, and may save wishes now.
  const logins = [...run.out.matchAll(/s\d{7}@etudiants\.example/g)].map(([login]) => login);
  expect(logins).toHaveLength(2);
  const lists = [];
  for (const login of logins) {
    const student = await studentByLogin(database, login);
    expect(await createPasswords().verify(student?.passwordHash ?? null, DEMO_PASSWORD)).toBe(true);
    const place = { competitionId: plan?.id ?? 0, personId: student?.account.personIds[0] ?? 0 };
    const state = await wishState(database, place, Date.now());
    expect(state).toMatchObject({ frozen: false, allowed: ["MED", "PHA", "ODO", "MAI", "KIN"] });
    lists.push(state?.list.programmes.length);
  }
  expect(lists).toEqual([0, expect.any(Number)]);

  // Both of the jury serve the exam that is over, and a run of it ends with a mark for everybody who came.
  for (const login of ["demo.jury", "demo.jury2"]) {
    const account = (await findAccount(database, login))?.account;
    expect(account && (await examsOf(database, account)).map(({ slug }) => slug)).toContain("demo-past");
  }
  const app = createMarkingApp({
    ...{ pool: marking, log: createLog("test", "silent"), now: Date.now, elapsedMs: () => performance.now() },
    oldestWaitingMs: () => Promise.resolve(null),
  });
  const sitting = await pool.query<{ id: number }>(
    "SELECT s.id FROM sitting s JOIN paper p ON p.id = s.paper_id JOIN exam e ON e.id = p.exam_id WHERE e.slug = 'demo-past'",
  );
  const by = { accountId: null, name: "the test" };
  const answer = await app.answer({ ask: "mark", sittingId: sitting.rows[0]?.id ?? 0, unit: null, by });
  if (answer.kind !== "run_started") throw new Error(JSON.stringify(answer));
  await app.work();
  expect(await findRun(databaseOf(marking), answer.runId)).toMatchObject({ state: "done", candidates: 300 });
}, 120_000);
