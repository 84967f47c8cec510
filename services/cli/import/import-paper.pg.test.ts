import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { ViewPaper } from "#contracts/paper/view";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { projectRoot } from "#runtime/project-root";
import { sha256Of } from "#cli/import/paper-files";

let folder: string;
let pool: pg.Pool;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "amphi-paper-"));
  cpSync(join(projectRoot(), "infra/demo/paper"), folder, { recursive: true });
  const { ownerUrl } = await freshDatabase();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl }), ...args);
});
afterEach(async () => {
  await pool.end();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async (query: string) => (await pool.query(query)).rows as Record<string, unknown>[];
const counts = async () => {
  const of = async (table: string) => Number((await rows(`SELECT count(*) AS n FROM ${table}`))[0]?.["n"]);
  return [await of("paper"), await of("paper_file"), await of("paper_item"), await of("answer_key")];
};
/** Changes the paper's file as an author would. */
const edit = (change: (text: string) => string) => {
  const file = join(folder, "paper.json");
  writeFileSync(file, change(readFileSync(file, "utf8")));
};

describe("amphi import paper", () => {
  test("stores paper, files, items and key; the view's bytes have the hash that is named", async () => {
    expect((await amphi("create", "exam", "edn", "--title", "EDN")).status).toBe(0);
    const run = await amphi("import", "paper", folder);
    expect(run).toMatchObject({ status: 0, err: "" });
    expect(run.out).toContain("53 items, 2 files, key of 53 items");
    expect(await counts()).toEqual([1, 2, 53, 53]);
    const [paper] = await rows("SELECT view, view_sha256, duration_ms FROM paper");
    const view = paper?.["view"] as Buffer;
    expect(sha256Of(view)).toBe(paper?.["view_sha256"]);
    expect(paper?.["duration_ms"]).toBe(210 * 60_000);
    const parsed = ViewPaper.parse(JSON.parse(view.toString("utf8")));
    const shown = parsed.sections[0]?.items[1];
    if (shown?.type !== "QZP") throw new Error("not the image item");
    const [file] = await rows(`SELECT bytes, media_type FROM paper_file WHERE sha256 = '${shown.zoneImage.sha256}'`);
    expect(shown.zoneImage.sha256).toBe(sha256Of(file?.["bytes"] as Buffer));
    expect(file?.["media_type"]).toBe("image/png");
  });

  test("a broken paper is refused with every place, and nothing is stored", async () => {
    await amphi("create", "exam", "edn", "--title", "EDN");
    edit((text) => text.replace(/"stem": "Calculez le trou[^"]*"/, '"stem": ""').replace("thorax.png", "thorx.png"));
    writeFileSync(join(folder, "key.json"), readFileSync(join(folder, "key.json"), "utf8").replace('"qi24"', '"qi99"'));
    const run = await amphi("import", "paper", folder);
    expect(run.status).toBe(1);
    expect(run.out).toBe("");
    expect(run.err.split("\n").map((line) => line.replaceAll(folder, "DIR"))).toEqual([
      "DIR/paper.json: sections[1].items[2].stem: the item has no stem",
      'DIR/paper.json: sections[0].items[1].zoneImage.file: the file "thorx.png" is missing',
      'DIR/key.json: items.qi99: the paper has no item "qi99"',
      "DIR/key.json: items.qi24: sections[2].items[23] has no key",
      "4 problems; nothing was imported",
    ]);
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });

  test("without an exam, or with several to choose from, says what to type", async () => {
    expect((await amphi("import", "paper", folder)).err).toContain("amphi create exam SLUG --title TITLE");
    await amphi("create", "exam", "edn", "--title", "EDN");
    await amphi("create", "exam", "blanc", "--title", "Examen blanc");
    expect((await amphi("import", "paper", folder)).err).toBe("which exam? --exam blanc | edn");
    expect((await amphi("import", "paper", folder, "--exam", "x")).status).toBe(1);
    expect(await counts()).toEqual([0, 0, 0, 0]);
    expect((await amphi("import", "paper", folder, "--exam", "edn", "--dry-run")).status).toBe(0);
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });

  test("again: the same changes nothing; another needs --replace, and never replaces what has a sitting", async () => {
    await amphi("create", "exam", "edn", "--title", "EDN");
    await amphi("import", "paper", folder);
    const before = await rows("SELECT id, created_at FROM paper");
    expect((await amphi("import", "paper", folder)).out).toContain("was already there");
    expect(await rows("SELECT id, created_at FROM paper")).toEqual(before);

    edit((text) => text.replace("Épreuve de démonstration", "Épreuve corrigée"));
    const refused = await amphi("import", "paper", folder);
    expect([refused.status, refused.err.includes("--replace")]).toEqual([1, true]);
    expect((await amphi("import", "paper", folder, "--replace")).status).toBe(0);
    expect(await rows("SELECT title FROM paper")).toEqual([{ title: "Épreuve corrigée" }]);

    await pool.query("INSERT INTO sitting (paper_id, title, planned_start_ms) SELECT id, 'S', 0 FROM paper");
    edit((text) => text.replace("Épreuve corrigée", "Épreuve changée"));
    const held = await amphi("import", "paper", folder, "--replace");
    expect([held.status, held.err.includes("has a sitting")]).toEqual([1, true]);
    expect(await rows("SELECT title FROM paper")).toEqual([{ title: "Épreuve corrigée" }]);
  });

  test("questions that are stored already, in another paper, are shown side by side as a warning", async () => {
    await amphi("create", "exam", "edn", "--title", "EDN");
    await amphi("import", "paper", folder);
    edit((text) => text.replace('"id": "demo-epreuve-1"', '"id": "demo-epreuve-2"'));
    writeFileSync(
      join(folder, "key.json"),
      readFileSync(join(folder, "key.json"), "utf8").replace("demo-epreuve-1", "demo-epreuve-2"),
    );
    const again = await amphi("import", "paper", folder);
    expect(again.status).toBe(0);
    expect(again.err).toMatch(
      /^warning: edn\/demo-epreuve-2\/[\w-]+ ~ edn\/demo-epreuve-1\/[\w-]+: 100 % alike, 100 % of the shorter$/m,
    );
    expect(again.err).toMatch(/^warning: and \d+ more pairs; see amphi exposure$/m);
  });

  test("a key may come later, from its own file", async () => {
    await amphi("create", "exam", "edn", "--title", "EDN");
    expect((await amphi("import", "paper", join(folder, "paper.json"))).out).toContain("no key");
    expect(await counts()).toEqual([1, 2, 53, 0]);
    const run = await amphi("import", "paper", join(folder, "paper.json"), "--key", join(folder, "key.json"));
    expect(run.out).toContain("was already there");
    expect(await counts()).toEqual([1, 2, 53, 53]);
  });

  test("--from frenchmedmcqa makes a paper and its key, into files or the database", async () => {
    const questions = Array.from({ length: 9 }, (_, n) => ({
      id: `q${n}`,
      question: `Question ${n} ?`,
      answers: { a: "1", b: "2", c: "3", d: "4", e: "5" },
      correct_answers: n % 2 ? ["a"] : ["b", "c"],
    }));
    const file = join(folder, "dev.json");
    writeFileSync(file, JSON.stringify(questions));
    const made = join(folder, "made");
    const from = ["import", "paper", "--from", "frenchmedmcqa", file];
    expect((await amphi(...from, "--take", "5", "--seed", "7", "--out", made)).status).toBe(0);
    await amphi("create", "exam", "edn", "--title", "EDN");
    expect((await amphi(...from, "--take", "5", "--seed", "7")).status).toBe(0);
    expect((await amphi("import", "paper", made)).out).toContain("was already there");
    expect(await counts()).toEqual([1, 0, 5, 5]);
    expect((await amphi(...from, "--take", "10")).err).toContain("9 usable questions, 10 are wanted");
    expect((await amphi(...from, "--take", "many")).status).toBe(2);
    expect((await amphi("import", "paper", "--from", "elsewhere", file)).status).toBe(2);
  });
});
