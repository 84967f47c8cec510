import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { freshDatabase } from "#infra/testing/shared-servers.ts";

let folder: string;
let pool: pg.Pool;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "amphi-candidates-"));
  const { ownerUrl } = await freshDatabase();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl }), ...args);
  await amphi("create", "exam", "edn", "--title", "EDN");
});
afterEach(async () => {
  await pool.end();
  rmSync(folder, { recursive: true, force: true });
});

const HEADING = "Numéro étudiant;Nom;Prénom;Centre;Nom du centre;Salle;Table;Tiers temps;Promotion";
const importRows = (rows: readonly string[], ...options: string[]) => {
  const file = join(folder, "candidats.csv");
  writeFileSync(file, [HEADING, ...rows].join("\n"));
  return amphi("import", "candidates", file, ...options);
};
const stored = async () =>
  (
    await pool.query(`SELECT c.student_number || ' ' || c.given_name || ' ' || z.code || ' ' || r.code || ' ' || c.seat AS one
    FROM candidate c JOIN room r ON r.id = c.room_id JOIN centre z ON z.id = r.centre_id ORDER BY 1`)
  ).rows.map((row: { one: string }) => row.one);
const ANNE = "1;Petit;Anne;LYO;Lyon;A1;1;;2026";
const PAUL = "2;Roux;Paul;LYO;Lyon;A1;2;oui;2026";
const LEA = "3;Blanc;Léa;LIL;Lille;B;1;;2026";
/** A row of the log stands for a candidate who has composed. */
const giveAnswers = async (studentNumber: string) => {
  await pool.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
    SELECT id, 'p', 'P', 'fr', 1, '{}', '', '' FROM exam`);
  await pool.query("INSERT INTO sitting (paper_id, title, planned_start_ms) SELECT id, 'Épreuve 1', 0 FROM paper");
  await pool.query(`INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, frame, claimed_at_ms, made_at_ms,
      received_at_ms, generation, stream_seq)
    SELECT s.id, c.id, 1, 1, 'answer', '', 1, 1, 1, 0, 0 FROM sitting s, candidate c
    WHERE c.student_number = '${studentNumber}'`);
};

describe("amphi import candidates", () => {
  test("stores people, places, extra time, identity, and anonymity numbers that mean nothing", async () => {
    const run = await importRows([ANNE, PAUL, LEA]);
    expect(run).toMatchObject({ status: 0, err: "" });
    expect(run.out.split("\n")[0]).toBe('exam "edn": 3 new, 0 moved, 0 changed, 0 gone, 0 as before');
    expect(await stored()).toEqual(["1 Anne LYO A1 1", "2 Paul LYO A1 2", "3 Léa LIL B 1"]);
    const { rows } = await pool.query(`SELECT anonymity_number AS n, extra_time_numerator AS x, identity FROM candidate
      ORDER BY student_number`);
    expect(rows.map((row: { x: number }) => row.x)).toEqual([1, 4, 1]);
    expect(rows[0].identity).toEqual({ Promotion: "2026" });
    expect(new Set(rows.map((row: { n: string }) => row.n)).size).toBe(3);
    for (const row of rows) expect(row.n).toMatch(/^[1-9]\d{7}$/);
    const { rows: centres } = await pool.query("SELECT code, name FROM centre ORDER BY code");
    expect(centres).toEqual([
      { code: "LIL", name: "Lille" },
      { code: "LYO", name: "Lyon" },
    ]);
  });

  test("one bad line: every problem by line, nothing imported", async () => {
    const run = await importRows([ANNE, "2;;Paul;LYO;Lyon;A1;1;3;2026", LEA]);
    expect(run.status).toBe(1);
    expect(run.err.split("\n").map((line) => line.replace(/^.*csv: /, ""))).toEqual([
      "line 3: familyName is empty",
      'line 3: extra time "3" is not a factor from 1 to 4/3 (4/3, 1,25, 20 %)',
      "line 3: seat LYO A1 1 is already on line 2",
      "3 problems; nothing was imported",
    ]);
    expect(await stored()).toEqual([]);
    expect((await pool.query("SELECT FROM centre")).rowCount).toBe(0);
  });

  test("a dry run shows the plan and changes nothing", async () => {
    const run = await importRows([ANNE], "--dry-run");
    expect(run.out).toContain("1 new");
    expect(run.out).toContain("dry run: nothing was changed");
    expect(await stored()).toEqual([]);
  });

  test("a second import shows new, moved, changed and gone, and waits for --yes", async () => {
    await importRows([ANNE, PAUL, LEA, "4;Noir;Luc;LIL;Lille;B;2;;2026"]);
    const before = await pool.query("SELECT student_number, id, anonymity_number FROM candidate ORDER BY 1");
    // Anne and Paul swap seats, Léa gets a third more time, Luc is gone, Max is new and takes Luc's seat.
    const second = [
      "1;Petit;Anne;LYO;Lyon;A1;2;;2026",
      "2;Roux;Paul;LYO;Lyon;A1;1;oui;2026",
      "3;Blanc;Léa;LIL;Lille;B;1;4/3;2026",
      "5;Vert;Max;LIL;Lille;B;2;;2026",
    ];
    const asked = await importRows(second);
    expect(asked.status).toBe(1);
    expect(asked.out.split("\n")).toEqual([
      'exam "edn": 1 new, 2 moved, 1 changed, 1 gone, 0 as before',
      "  moved: 1 Petit Anne: LYO A1 1 → LYO A1 2",
      "  moved: 2 Roux Paul: LYO A1 2 → LYO A1 1",
      "  changed: 3 Blanc Léa: extra time",
      "  gone: 4 Noir Luc, LIL B 2",
    ]);
    expect(asked.err).toContain("--yes");
    expect(await stored()).toHaveLength(4);

    expect((await importRows(second, "--yes")).status).toBe(0);
    expect(await stored()).toEqual(["1 Anne LYO A1 2", "2 Paul LYO A1 1", "3 Léa LIL B 1", "5 Max LIL B 2"]);
    const after = await pool.query("SELECT student_number, id, anonymity_number FROM candidate ORDER BY 1");
    expect(after.rows.slice(0, 3)).toEqual(before.rows.slice(0, 3));
    expect((await importRows(second)).out).toContain("4 as before");
  });

  test("who has answers stays, whatever the file says, and keeps the seat", async () => {
    await importRows([ANNE, PAUL]);
    await giveAnswers("1");
    const run = await importRows([PAUL], "--yes");
    expect(run.status).toBe(0);
    expect(run.out).toContain("stays: 1 Petit Anne, LYO A1 1: not in the file, but has answers");
    expect(await stored()).toEqual(["1 Anne LYO A1 1", "2 Paul LYO A1 2"]);

    const taken = await importRows(["2;Roux;Paul;LYO;Lyon;A1;1;oui;2026"], "--yes");
    expect(taken.status).toBe(1);
    expect(taken.err).toContain("is held by somebody who is not in the file and has answers");
    expect(await stored()).toEqual(["1 Anne LYO A1 1", "2 Paul LYO A1 2"]);
  });

  test("nobody is removed while a sitting of the exam is open: answers may be on their way", async () => {
    await importRows([ANNE, PAUL]);
    await giveAnswers("1");
    await pool.query(`INSERT INTO journal SELECT id, 1, 'a', 'check_in', 0, '{}' FROM sitting`);
    const run = await importRows([ANNE], "--yes");
    expect([run.status, run.err.includes("is open")]).toEqual([1, true]);
    expect(await stored()).toHaveLength(2);
    await pool.query(`INSERT INTO journal SELECT id, 2, 'b', 'end', 0, '{}' FROM sitting`);
    expect((await importRows([ANNE], "--yes")).status).toBe(0);
    expect(await stored()).toEqual(["1 Anne LYO A1 1"]);
  });
});
