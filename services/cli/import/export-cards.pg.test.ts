import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { readCardCode } from "#domain/exam/card-code";
import { cardHmac } from "#postgres/exam/cards";
import { freshDatabase } from "#infra/testing/shared-servers.ts";

let folder: string;
let pool: pg.Pool;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "amphi-cards-"));
  const { ownerUrl } = await freshDatabase();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl }), ...args);
  await amphi("create", "exam", "edn", "--title", "EDN 2026");
  const rows = Array.from({ length: 12 }, (_, n) => `${n + 1};Petit;Anne${n};LYO;${n < 10 ? "A" : "B"};${n + 1}`);
  writeFileSync(join(folder, "c.csv"), ["numero;nom;prenom;centre;salle;table", ...rows].join("\n"));
  await amphi("import", "candidates", join(folder, "c.csv"));
});
afterEach(async () => {
  await pool.end();
  rmSync(folder, { recursive: true, force: true });
});

const out = (name: string) => join(folder, name);
const cards = async (where: string) => Number((await pool.query(`SELECT FROM card WHERE ${where}`)).rowCount);
/** Pages of a PDF by its page objects; /Pages, their parent, does not count. */
const pageCount = (file: string) => readFileSync(file, "latin1").match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

/** All text of a PDF, font by font: streams inflated, glyphs read through each font's table. */
function textsOf(file: string): string[] {
  const bytes = readFileSync(file);
  const streams = [...bytes.toString("latin1").matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, data]) => {
    try {
      return [inflateSync(Buffer.from(data ?? "", "latin1")).toString("latin1")];
    } catch {
      return []; // not compressed: a font's own data
    }
  });
  const tables = streams.filter((one) => one.includes("beginbfrange")).map(glyphTable);
  const shown = streams.flatMap((one) => [...one.matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts]) => parts ?? ""));
  const glyphs = shown.map((parts) => [...parts.matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) => hex ?? "").join(""));
  return tables.flatMap((table) =>
    glyphs.map((hex) => (hex.match(/.{4}/g) ?? []).map((g) => table.get(g) ?? "?").join("")),
  );
}
function glyphTable(map: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const [, from, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    [...(list ?? "").matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex], n) => {
      const text = Buffer.from((hex ?? "").replaceAll(" ", ""), "hex")
        .swap16()
        .toString("utf16le");
      table.set((parseInt(from ?? "0", 16) + n).toString(16).padStart(4, "0"), text);
    });
  return table;
}

describe("amphi export cards", () => {
  test("the codes that are printed are those that sign in", async () => {
    await amphi("export", "cards", "--out", out("cards.pdf"));
    const codes = new Set(
      textsOf(out("cards.pdf")).flatMap((text) => {
        const reading = /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/.test(text) ? readCardCode(text) : null;
        return reading?.ok ? [reading.code] : [];
      }),
    );
    expect(codes.size).toBe(12);
    for (const code of codes) {
      const hmac = cardHmac(Buffer.alloc(32, 3), code).toString("hex");
      expect(await cards(`encode(code_hmac, 'hex') = '${hmac}' AND revoked_at IS NULL`)).toBe(1);
    }
  });

  test("one card for each candidate, pages by room, readable by the owner only; only HMACs are stored", async () => {
    const run = await amphi("export", "cards", "--out", out("cards.pdf"));
    expect(run).toMatchObject({ status: 0, err: "" });
    expect(run.out).toContain("12 cards in 2 rooms, 0 old ones revoked");
    expect(readFileSync(out("cards.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    expect(pageCount(out("cards.pdf"))).toBe(3);
    expect(statSync(out("cards.pdf")).mode & 0o077).toBe(0);
    expect(await cards("revoked_at IS NULL AND length(code_hmac) = 32")).toBe(12);
  });

  test("a second export needs --reissue, which revokes the old cards; --missing makes only new ones", async () => {
    await amphi("export", "cards", "--room", "A", "--out", out("a.pdf"));
    const again = await amphi("export", "cards", "--out", out("b.pdf"));
    expect([again.status, again.err]).toEqual([1, expect.stringContaining("10 of 12 candidates have a card already")]);
    expect(existsSync(out("b.pdf"))).toBe(false);
    expect(await cards("true")).toBe(10);

    expect((await amphi("export", "cards", "--missing", "--out", out("b.pdf"))).out).toContain("2 cards in 1 room");
    expect((await amphi("export", "cards", "--missing", "--out", out("c.pdf"))).err).toBe("every candidate has a card");

    const old = (await pool.query("SELECT id, code_hmac FROM card")).rows;
    const reissued = await amphi("export", "cards", "--room", "LYO/A", "--reissue", "--out", out("d.pdf"));
    expect(reissued.out).toContain("10 cards in 1 room, 10 old ones revoked");
    expect(await cards("revoked_at IS NOT NULL")).toBe(10);
    expect(await cards("revoked_at IS NULL")).toBe(12);
    expect((await pool.query("SELECT id, code_hmac FROM card WHERE id <= 12 ORDER BY id")).rows).toEqual(old);
  });

  test("when the file cannot be written, no card comes into force", async () => {
    const run = await amphi("export", "cards", "--out", join(folder, "none", "cards.pdf"));
    expect([run.status, run.err]).toEqual([1, expect.stringContaining("cannot be written")]);
    expect(await cards("true")).toBe(0);
  });

  test("cards are never written over others, and a file that is there already changes nothing", async () => {
    writeFileSync(out("cards.pdf"), "those of last year");
    const run = await amphi("export", "cards", "--out", out("cards.pdf"));
    expect([run.status, run.err]).toEqual([1, expect.stringContaining("never written over")]);
    expect(await cards("true")).toBe(0);
  });

  test("an unknown room is refused and leaves no draft", async () => {
    const run = await amphi("export", "cards", "--room", "C", "--out", out("x.pdf"));
    expect([run.status, run.err]).toEqual([1, 'no room "C" in exam "edn"']);
    expect(existsSync(out("x.pdf.part"))).toBe(false);
  });

  test("a room that several centres have must be named with its centre", async () => {
    await pool.query("INSERT INTO centre (exam_id, code, name) SELECT id, 'LIL', 'Lille' FROM exam");
    await pool.query("INSERT INTO room (centre_id, code, name) SELECT id, 'A', 'A' FROM centre WHERE code = 'LIL'");
    const run = await amphi("export", "cards", "--room", "A", "--out", out("cards.pdf"));
    expect(run.err).toContain("LYO/A");
    expect(run.err).toContain("LIL/A");
    expect(run.status).toBe(1);
  });
});
