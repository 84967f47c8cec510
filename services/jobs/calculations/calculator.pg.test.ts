import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { createCalculator } from "#jobs/calculations/calculator";
import { askCalculation, calculationOf, calculationsOf, takeAsked } from "#postgres/queries/competition/calculations";
import { competitionById, makeCompetition, savePlan } from "#postgres/queries/competition/competitions";
import { writeImport, writeMarks } from "#postgres/queries/competition/write-rows";
import { databaseOf } from "#postgres/queries/reading";

let owner: pg.Pool;
let portal: pg.Pool;
let jobs: pg.Pool;
beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 2 });
  jobs = new pg.Pool({ connectionString: urls.urlFor("amphi_jobs"), max: 2 });
});
afterEach(() => Promise.all([owner.end(), portal.end(), jobs.end()]));

const number = (n: number) => String(20_000_000 + n);
const plan = aPlan({
  programmes: [aProgramme("MED", 1), aProgramme("PHA", 1)],
  rankings: aPlan().rankings.map((one) => ({ ...one, tieBreaks: [] })),
  reorientations: [
    {
      code: "T2",
      name: "Term 2",
      ranking: "ALL",
      moment: "after-admissions",
      beyondHundredths: 250,
      only: [],
      except: ["repeaters"],
    },
  ],
});

/** Six people, the lower the number the better; 6 repeats. All wish for MED, then PHA. */
async function aCompetition(): Promise<number> {
  const database = databaseOf(portal);
  await owner.query("INSERT INTO population (id, code, name) VALUES (1, 'P1', 'First year')");
  const id = (await makeCompetition(database, { populationId: 1, slug: "paces", plan })) ?? 0;
  const all = [1, 2, 3, 4, 5, 6];
  await writeImport(
    database,
    { competitionId: id, populationId: 1 },
    {
      people: all.map((n) => ({
        personId: null,
        studentNumber: number(n),
        familyName: `F${n}`,
        givenName: "",
        mail: "",
      })),
      enrolments: all.map((n) => ({
        ...{ studentNumber: number(n), anonymityNumber: null, programmes: ["MED", "PHA"], isNew: true },
        identity: { abroad: "no", repeater: n === 6 ? "yes" : "no" },
      })),
      marks: all.flatMap((n) =>
        ["UE1", "UE2"].map((unit) => ({
          studentNumber: number(n),
          unit,
          value: { mark: 20_000 - n * 100, maximum: 20_000 },
          isNew: true,
        })),
      ),
      ...{ given: [], same: 0 },
    },
    "test",
  );
  await owner.query(
    `INSERT INTO wish_list (competition_id, person_id, programmes, version, at_ms, by)
     SELECT competition_id, person_id, '{MED,PHA}', 1, 0, 'student' FROM enrolment`,
  );
  return id;
}
const calculator = () => {
  const failed: unknown[] = [];
  const made = createCalculator({ pool: jobs, onMade: () => undefined, onFailed: (_, error) => failed.push(error) });
  return { ...made, failed };
};
const ask = (competitionId: number, over: object) =>
  askCalculation(databaseOf(portal), {
    ...{ competitionId, kind: "ranks", strategy: "", ranksId: null, roundId: null, askedBy: "office" },
    ...over,
  });
const done = async <T>(competitionId: number, id: number) => {
  const row = await calculationOf(databaseOf(portal), competitionId, id);
  if (row?.state !== "done") throw new Error(JSON.stringify(row));
  return row.result as T;
};

test("R27: ranks, a first round, reorientation, resignations, a second round, each from the one before", async () => {
  const competition = await aCompetition();
  const worker = calculator();
  const ranksId = await ask(competition, {});
  expect(await worker.pass()).toBe(1);
  const ranks = await done<StoredRanks>(competition, ranksId);
  expect(ranks.rankings.map(({ ranks: own }) => own)).toEqual([1, 2, 3].map(() => [1, 2, 3, 4, 5, 6]));

  const roundId = await ask(competition, { kind: "round", ranksId });
  await worker.pass();
  const first = await done<StoredRound>(competition, roundId);
  expect(first).toMatchObject({
    number: 1,
    mode: "plain",
    seats: { [number(1)]: "MED", [number(2)]: "PHA", [number(3)]: null },
  });
  expect(first.audit).toMatchObject({ feasible: true, stable: true });

  // 2.5 × 2 places: rank 5 passes, 6 repeats and is left out; nobody leaves, so 3 is called.
  const reorientationId = await ask(competition, { kind: "reorientation", strategy: "T2", ranksId, roundId });
  await worker.pass();
  const sent = await done<StoredReorientation>(competition, reorientationId);
  expect([sent.bound, sent.reoriented.length, sent.mayRepeat.length]).toEqual([5, 0, 3]);

  await owner.query("INSERT INTO publication (id, competition_id, asked_by) VALUES (1, $1, 'office')", [competition]);
  const [resigns] = (await owner.query<{ id: number }>("SELECT id FROM person WHERE student_number = $1", [number(1)]))
    .rows;
  await owner.query(
    "INSERT INTO seat_answer (publication_id, competition_id, person_id, programme, answer, at_ms, by) VALUES (1, $1, $2, 'MED', 'resigned', 0, 'student')",
    [competition, resigns?.id],
  );
  const secondId = await ask(competition, { kind: "round", ranksId, roundId });
  await worker.pass();
  const second = await done<StoredRound>(competition, secondId);
  expect(second).toMatchObject({ number: 2, seats: { [number(1)]: null, [number(2)]: "MED", [number(3)]: "PHA" } });
  expect(worker.failed).toEqual([]);
});

test("R11: every change of an input raises the revision, and what was computed names the one it is of", async () => {
  const competition = await aCompetition();
  const revision = async () => (await competitionById(databaseOf(portal), competition))?.revision ?? 0;
  const ranksId = await ask(competition, {});
  await calculator().pass();
  const at = await revision();
  expect(await calculationOf(databaseOf(portal), competition, ranksId)).toMatchObject({ revision: at, state: "done" });
  await writeMarks(databaseOf(portal), competition, [{ personId: 1, unit: "UE1", value: null }], "hand", "office");
  expect(await revision()).toBe(at + 1);
  await owner.query("UPDATE enrolment SET programmes = '{MED}' WHERE person_id = 1");
  expect(await revision()).toBe(at + 2);
  expect(await savePlan(databaseOf(portal), competition, 1, plan)).toBe(2);
  expect(await revision()).toBe(at + 3);
  // The second editor began from a version that is gone: nothing is written.
  expect(await savePlan(databaseOf(portal), competition, 1, plan)).toBe(null);
  // A mark that was taken back is missing, and is named.
  const again = await ask(competition, {});
  await calculator().pass();
  const refused = await calculationOf(databaseOf(portal), competition, again);
  expect(refused).toMatchObject({ state: "refused", problems: [{ rule: "mark-missing" }], result: null });
});

test("a worker that dies in the middle of an allocation leaves its order to the next one, and nothing half done", async () => {
  const competition = await aCompetition();
  const id = await ask(competition, {});
  const dying = new pg.Client({ connectionString: jobs.options.connectionString });
  dying.on("error", () => undefined);
  await dying.connect();
  await dying.query("BEGIN");
  expect((await takeAsked(drizzle({ client: dying })))?.id).toBe(id);
  // While it is held nobody else takes it; when its connection is gone, the next one does.
  expect(await calculator().pass()).toBe(0);
  const { rows } = await dying.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await owner.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await expect.poll(() => calculator().pass(), { timeout: 20_000 }).toBe(1);
  expect((await calculationsOf(databaseOf(portal), competition)).map(({ state }) => state)).toEqual(["done"]);
});

test("what was computed, and what a mark was, is never changed", async () => {
  const competition = await aCompetition();
  await ask(competition, {});
  await calculator().pass();
  await expect(owner.query("UPDATE calculation SET result = '{}'")).rejects.toThrow("never changed");
  await expect(owner.query("DELETE FROM mark")).rejects.toThrow("append-only");
  await writeMarks(
    databaseOf(portal),
    competition,
    [{ personId: 1, unit: "UE1", value: { code: "ABS" } }],
    "hand",
    "office 2",
  );
  const { rows } = await owner.query(
    "SELECT mark, code, by FROM mark_change WHERE person_id = 1 AND unit = 'UE1' ORDER BY id",
  );
  expect(rows).toEqual([
    { mark: 19_900, code: null, by: "test" },
    { mark: null, code: "ABS", by: "office 2" },
  ]);
});
