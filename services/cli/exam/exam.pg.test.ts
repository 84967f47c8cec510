import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { NATION } from "#domain/sitting/scope";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";
import { projectRoot } from "#runtime/project-root";

let pool: pg.Pool;
let redis: Redis;
let folder: string;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  const { ownerUrl } = await freshDatabase();
  const { controlUrl } = await emptyRedis();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  redis = openConnection(controlUrl);
  folder = temporaryFolder();
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl, control: controlUrl }), ...args);
});
afterEach(async () => {
  redis.disconnect();
  await pool.end();
});

const aPlan = (over: object = {}) => ({
  format: "amphi-exam",
  version: 1,
  slug: "edn-2026",
  title: "EDN 2026",
  papers: [{ slug: "demo-epreuve-1", folder: join(projectRoot(), "infra/demo/paper") }],
  sittings: [
    {
      title: "Lundi",
      paper: "demo-epreuve-1",
      start: "2026-10-19T14:00",
      rules: { latestAdmissionMs: 900_000, earliestLeavingMs: 3_600_000, earlySubmission: false },
    },
  ],
  reserveSlots: ["2026-10-22T09:00", "2026-10-22T14:00+02:00"],
  centres: [
    { code: "REN", name: "Rennes", rooms: [{ code: "A2", name: "Amphi 2", rows: 6, columns: 10 }, { code: "B1" }] },
  ],
  ...over,
});
let files = 0;
const file = (plan: object) => {
  const path = join(folder, `exam-${++files}.json`);
  writeFileSync(path, JSON.stringify(plan));
  return path;
};
const tables = ["exam", "paper", "answer_key", "sitting", "reserve_slot", "centre", "room"];
const counts = () =>
  Promise.all(tables.map(async (table) => Number((await pool.query(`SELECT FROM ${table}`)).rowCount)));

describe("amphi import exam", () => {
  test("makes everything, tells it beforehand, and the same file again changes nothing", async () => {
    const path = file(aPlan());
    const dry = await amphi("import", "exam", path, "--dry-run");
    expect(dry).toMatchObject({ status: 0, err: "" });
    expect(dry.out.split("\n")).toEqual([
      "exam edn-2026: new",
      "paper demo-epreuve-1: new",
      "centre REN: new",
      "room REN/A2: new",
      "room REN/B1: new",
      "sitting Lundi: new",
      "reserve slot 2026-10-22T09:00: new",
      "reserve slot 2026-10-22T14:00: new",
      "dry run: nothing was changed",
    ]);
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect((await amphi("import", "exam", path)).out.split("\n").slice(0, -1)).toEqual(
      dry.out.split("\n").slice(0, -1),
    );
    expect(await counts()).toEqual([1, 1, 53, 1, 2, 1, 2]);
    const { rows } = await pool.query("SELECT planned_start_ms, rules FROM sitting");
    expect(rows).toEqual([
      {
        planned_start_ms: Date.parse("2026-10-19T12:00:00Z"),
        rules: { latestAdmissionMs: 900_000, earliestLeavingMs: 3_600_000, earlySubmission: false },
      },
    ]);
    const again = await amphi("import", "exam", path);
    expect(again.out).toBe('exam "edn-2026" is as the file says: nothing to change');
  });

  test("a second version changes what may change; a sitting that has begun is refused, and nothing is half-done", async () => {
    await amphi("import", "exam", file(aPlan()));
    const later = aPlan({
      title: "EDN, octobre 2026",
      reserveSlots: ["2026-10-22T09:00"],
      sittings: [{ title: "Lundi", paper: "demo-epreuve-1", start: "2026-10-19T15:00" }],
      centres: [{ code: "REN", rooms: [{ code: "A2", name: "Amphi Laennec" }] }],
    });
    expect((await amphi("import", "exam", file(later))).out.split("\n")).toEqual([
      "exam edn-2026: changed (title)",
      "room REN/A2: changed (name)",
      "sitting Lundi: changed (start, rules)",
      "reserve slot 2026-10-22T14:00: removed",
      'exam "edn-2026" imported',
    ]);
    expect((await pool.query("SELECT name, rows FROM room WHERE code = 'A2'")).rows).toEqual([
      { name: "Amphi Laennec", rows: 6 },
    ]);
    await createJournal(redis).append(1, {
      id: "c",
      kind: "check_in",
      author: "x",
      cause: "",
      scope: NATION,
      effectiveAtMs: null,
    });
    const refused = await amphi("import", "exam", file({ ...aPlan(), title: "Another title" }));
    expect(refused).toMatchObject({ status: 1, out: "" });
    expect(refused.err).toContain('sittings[0]: sitting "Lundi" has begun: start, rules can no longer change');
    expect((await pool.query("SELECT title FROM exam")).rows).toEqual([{ title: "EDN, octobre 2026" }]);
    // What does not touch the sitting is still possible.
    expect((await amphi("import", "exam", file({ ...later, reserveSlots: [] }))).status).toBe(0);
  });

  test("every problem at once, with its place", async () => {
    const wrong = aPlan({
      sittings: [
        { title: "A", paper: "p", backup: "p", start: "2026-03-29T02:30" },
        { title: "A", paper: "p", start: "tomorrow" },
      ],
      reserveSlots: ["2026-10-25T02:30", "2026-10-22T09:00", "2026-10-22T09:00+02:00"],
      centres: [{ code: "REN", rooms: [{ code: "A2" }, { code: "A2" }] }],
    });
    const path = file(wrong);
    const { status, err } = await amphi("import", "exam", path);
    expect(status).toBe(1);
    expect(err.split("\n").map((line) => line.replace(`${path}: `, ""))).toEqual([
      "sittings[0].start: 2026-03-29T02:30 does not exist in Europe/Paris",
      'sittings[1].start: "tomorrow" is no instant such as 2026-03-19T14:00 or 2026-03-19T14:00+01:00',
      "reserveSlots[0]: 2026-10-25T02:30 comes twice in Europe/Paris: say which, with its offset",
      'sittings[1].title: "A" stands already at sittings[0]',
      'centres[0].rooms[1].code: "A2" stands already at centres[0].rooms[0]',
      'sittings[0].backup: "p" is the paper itself',
      "6 problems; nothing was imported",
    ]);
    const shape = await amphi("import", "exam", file({ ...aPlan(), timeZone: "Paris", extra: 1 }));
    expect(shape.err).toContain("unknown field");
    expect(shape.err).toContain("is no time zone");
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test("a backup paper that shares an item, and a paper that is not there, are refused whole", async () => {
    await amphi("import", "exam", file(aPlan()));
    await pool.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      VALUES (1, 'b', 'B', 'fr', 1, '{}', '', '')`);
    await pool.query("INSERT INTO paper_item VALUES (2, 'dp1-q1', 's', NULL, 1, 'QRM', 1)");
    const sitting = (over: object) => file(aPlan({ sittings: [{ title: "N", start: "2026-10-20T14:00", ...over }] }));
    const run = async (path: string) => (await amphi("import", "exam", path)).err;
    expect(await run(sitting({ paper: "demo-epreuve-1", backup: "b" }))).toContain('an item of the paper: "dp1-q1"');
    expect(await run(sitting({ paper: "none" }))).toContain('the exam has no paper "none": import it first');
    await pool.query("DELETE FROM paper_item WHERE paper_id = 2");
    expect(await run(sitting({ paper: "demo-epreuve-1", backup: "b" }))).toBe("");
  });
});

describe("amphi export exam", () => {
  test("comes back unchanged, and as a copy of another year with its papers, at the same hours", async () => {
    await amphi("import", "exam", file(aPlan()));
    const same = join(folder, "same.json");
    expect(await amphi("export", "exam", "edn-2026", "--out", same)).toMatchObject({ status: 0, err: "" });
    expect((await amphi("import", "exam", same)).out).toContain("nothing to change");
    const next = join(folder, "next.json");
    // 2026-10-19 + 364 days is a Monday again; between the two dates clocks change twice.
    await amphi("export", "exam", "edn-2026", "--out", next, "--as", "edn-2027", "--shift-days", "364");
    expect(JSON.parse(readFileSync(next, "utf8"))).toMatchObject({
      slug: "edn-2027",
      sittings: [{ start: "2027-10-18T14:00" }],
      reserveSlots: ["2027-10-21T09:00", "2027-10-21T14:00"],
    });
    expect((await amphi("import", "exam", next)).out).toContain('taken over from exam "edn-2026"');
    expect(await counts()).toEqual([2, 2, 106, 2, 4, 2, 4]);
    expect((await amphi("import", "exam", next)).out).toContain("nothing to change");
    expect((await amphi("export", "exam", "edn-2026", "--out", same)).err).toContain("exists");
  });
});
