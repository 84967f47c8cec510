import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { lastSubmissions, timeZoneOf } from "#postgres/queries/submissions";
import { lastMadeIn } from "#postgres/queries/worked";
import { insertSitting } from "#postgres/testing/a-sitting";

let urls: TestDatabase;
let owner: pg.Pool;
let control: pg.Pool;
let sittingId: number;

beforeEach(async () => {
  urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  sittingId = await insertSitting(owner, { candidates: 4 });
});
afterEach(() => Promise.all([owner.end(), control.end()]));

const epoch = (candidateId: number, number: number, d2: number, head = d2) =>
  owner.query("INSERT INTO candidate_epoch (sitting_id, candidate_id, epoch, d2, head) VALUES ($1, $2, $3, $4, $5)", [
    sittingId,
    candidateId,
    number,
    d2,
    head,
  ]);
const submit = (candidateId: number, number: number, seq: number) =>
  owner.query("INSERT INTO answer_log VALUES ($1, $2, $3, $4, 'submit', NULL, $5, 0, 0, 0, 0, 0)", [
    sittingId,
    candidateId,
    number,
    seq,
    `frame ${number}/${seq}`,
  ]);

test("the last submission of the newest epoch that holds anything, up to what is stored without a gap", async () => {
  const ids = [16, 17, 18, 19];
  await epoch(16, 1, 5);
  await submit(16, 1, 3);
  await submit(16, 1, 5);
  await epoch(16, 2, 0); // a spare tablet that has sent nothing
  await epoch(17, 1, 4);
  await submit(17, 1, 4);
  await epoch(17, 2, 2); // composes again on another tablet
  await epoch(18, 1, 4, 9);
  await submit(18, 1, 9); // behind a gap
  const found = await lastSubmissions(databaseOf(control), sittingId, ids);
  expect(found).toEqual([{ candidateId: 16, epoch: 1, seq: 5, frame: "frame 1/5" }]);
  expect(await lastSubmissions(databaseOf(control), sittingId, [])).toEqual([]);
});

test("hours are read in the exam's zone", async () => {
  expect(await timeZoneOf(databaseOf(control), 1)).toBe("Europe/Paris");
  expect(await timeZoneOf(databaseOf(control), 999)).toBeNull();
});

test("the last answer or lock made in each interval, by candidate", async () => {
  const made = (candidateId: number, seq: number, kind: string, madeAtMs: number) =>
    owner.query("INSERT INTO answer_log VALUES ($1, $2, 1, $3, $4, 'q1', '{}', 0, $5, 0, 0, 0)", [
      sittingId,
      candidateId,
      seq,
      kind,
      madeAtMs,
    ]);
  await made(16, 1, "answer", 99);
  await made(16, 2, "answer", 100);
  await made(16, 3, "lock", 140);
  await made(16, 4, "applied", 150); // says nothing of the candidate
  await made(16, 5, "answer", 200); // the pause is over
  await made(16, 6, "answer", 900);
  await made(17, 1, "answer", 120);
  await made(18, 1, "answer", 120); // not asked for
  const pauses = [
    { fromMs: 100, untilMs: 200 },
    { fromMs: 500, untilMs: null },
  ];
  const found = await lastMadeIn(databaseOf(control), sittingId, [16, 17, 19], pauses);
  expect([...found].sort()).toEqual([
    [16, [140, 900]],
    [17, [120]],
  ]);
  expect((await lastMadeIn(databaseOf(control), sittingId, [16], [])).size).toBe(0);
});
