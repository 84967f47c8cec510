import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { placesOf, progressOf, rosterOf, sittingSummaries, submittedOf } from "#postgres/queries/roster";
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

const examId = 1;
const db = () => databaseOf(control);
const epoch = (candidateId: number, number: number, d2: number, head = d2) =>
  owner.query("INSERT INTO candidate_epoch (sitting_id, candidate_id, epoch, d2, head) VALUES ($1, $2, $3, $4, $5)", [
    sittingId,
    candidateId,
    number,
    d2,
    head,
  ]);
const submit = (candidateId: number, number: number, seq: number) =>
  owner.query("INSERT INTO answer_log VALUES ($1, $2, $3, $4, 'submit', NULL, '{}', 0, 0, 0, 0, 0)", [
    sittingId,
    candidateId,
    number,
    seq,
  ]);
const answer = (candidateId: number, itemId: string, value: unknown) =>
  owner.query(
    "INSERT INTO answer_current (sitting_id, candidate_id, item_id, epoch, seq, value) VALUES ($1, $2, $3, 1, 1, $4)",
    [sittingId, candidateId, itemId, value === null ? null : JSON.stringify(value)],
  );
const quarantine = (candidateId: number) =>
  owner.query(
    `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, raw)
     VALUES (0, 0, '1-0', 'conflict', '', $1, $2, '')`,
    [sittingId, candidateId],
  );
const submitted = async () => [...(await submittedOf(db(), sittingId))].sort((a, b) => a - b);

describe("what consoles know of an exam", () => {
  test("people and places, as their contracts say, seats as people count", async () => {
    await owner.query("UPDATE candidate SET seat = '10' WHERE id = 16");
    await owner.query("UPDATE candidate SET seat = '9' WHERE id = 19");
    await owner.query("INSERT INTO room (centre_id, code, name, rows, columns) VALUES (1, 'R2', 'Empty', 5, 8)");
    await owner.query("INSERT INTO centre (exam_id, code, name) VALUES (1, 'C0', 'Without rooms')");
    const roster = await rosterOf(db(), examId);
    expect(roster.map((row) => RosterRow.parse(row).seat)).toEqual(["9", "10", "T17", "T18"]);
    const places = (await placesOf(db(), examId)).map((centre) => CentreSummary.parse(centre));
    expect(places.map(({ code, rooms }) => [code, rooms.map((r) => [r.code, r.rows, r.columns, r.expected])])).toEqual([
      ["C0", []],
      [
        "C1",
        [
          ["R1", null, null, 4],
          ["R2", 5, 8, 0],
        ],
      ],
    ]);
  });

  test("sittings, the latest first, with the backup's duration", async () => {
    await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      VALUES (1, 'b', 'B', 'fr', 7, '{}', '', '')`);
    await owner.query(
      "INSERT INTO sitting (paper_id, title, planned_start_ms, backup_paper_id) VALUES (1, 'S2', 5, 2)",
    );
    await owner.query(
      "INSERT INTO paper_item VALUES (1, 'q1', 's', NULL, 1, 'QRM', 1), (1, 'q2', 's', NULL, 2, 'QRM', 1)",
    );
    const all = (await sittingSummaries(db(), null)).map((one) => SittingSummary.parse(one));
    expect(all.map((one) => [one.title, one.backupDurationMs, one.itemCount, one.durationMs])).toEqual([
      ["S2", 7, 2, 3_600_000],
      ["Sitting", null, 2, 3_600_000],
    ]);
    expect(await sittingSummaries(db(), 99)).toEqual([]);
  });
});

describe("progress", () => {
  test("counts answers that are not erased, apart for the backup paper, for those asked about alone", async () => {
    await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      VALUES (1, 'b', 'B', 'fr', 7, '{}', '', '')`);
    await owner.query("UPDATE sitting SET backup_paper_id = 2");
    await owner.query("INSERT INTO paper_item VALUES (2, 'b1', 's', NULL, 1, 'QRM', 1)");
    await answer(16, "q1", { choice: ["a"] });
    await answer(16, "q2", { empty: true });
    await answer(16, "q3", null);
    await answer(16, "b1", { text: "x" });
    await answer(17, "q1", { scale: 0 });
    expect(await progressOf(db(), sittingId, [18, 16])).toEqual([
      { candidateId: 18, answered: 0, backupAnswered: 0, submitted: false, receiptCode: null },
      { candidateId: 16, answered: 1, backupAnswered: 1, submitted: false, receiptCode: null },
    ]);
    expect(await progressOf(db(), sittingId, [])).toEqual([]);
  });

  test("handed in and stored: not above a gap, not on an older tablet, not while something waits in quarantine", async () => {
    await epoch(16, 1, 3);
    await submit(16, 1, 3);
    await epoch(17, 1, 2, 4); // a gap below the submit
    await submit(17, 1, 4);
    await epoch(18, 1, 2);
    await submit(18, 1, 2);
    await epoch(19, 1, 2);
    await submit(19, 1, 2);
    await epoch(19, 2, 0); // a spare tablet that has signed in and written nothing
    expect(await submitted()).toEqual([16, 18, 19]);
    await owner.query("UPDATE candidate_epoch SET d2 = 1, head = 1 WHERE candidate_id = 19 AND epoch = 2");
    expect(await submitted()).toEqual([16, 18]);
    await quarantine(18);
    expect(await submitted()).toEqual([16]);
    await owner.query("UPDATE quarantine SET ruled_at = now()");
    expect(await submitted()).toEqual([16, 18]);
    const all = await progressOf(db(), sittingId, [16, 17, 18, 19]);
    expect(all.filter((one) => one.submitted).map((one) => one.candidateId)).toEqual([16, 18]);
  });
});
