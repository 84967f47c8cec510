import { generateKeyPairSync } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { chunkBytes, manifestText, storedPackages, unsealedPapers } from "#postgres/exam/sealing";
import { lockedSectionsOf, offlineCodesOf } from "#postgres/queries/offline-codes";
import { packageRefsOf, sealsOf } from "#postgres/queries/packages";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";
import { PackageManifest } from "#contracts/package/manifest";
import { PIECE } from "#domain/seal/labels";
import { sealPaper, sealSitting } from "#preparation/seal/seal-paper";
import { openPiece, sealKeyFrom } from "#runtime/seal";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const view: ViewPaper = {
  format: "amphi-paper-view",
  version: 1,
  id: "p",
  title: "Paper",
  language: "fr",
  durationMinutes: 60,
  sections: [
    {
      id: "case",
      title: "A case",
      kind: "progressive_case",
      navigation: "locked",
      introductionHtml: null,
      article: null,
      items: [{ id: "q1", stemHtml: "<p>Why?</p>", images: [], type: "QROC", wordsMax: 5, unit: null }],
    },
  ],
};

let urls: TestDatabase;
let owner: pg.Pool;
let packages: pg.Pool;
let control: pg.Pool;
let sittingId: number;
beforeEach(async () => {
  urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  packages = new pg.Pool({ connectionString: urls.urlFor("amphi_packages"), max: 2 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  sittingId = await insertSitting(owner);
  await owner.query("UPDATE paper SET view = $1", [Buffer.from(JSON.stringify(view))]);
});
afterEach(() => Promise.all([owner.end(), packages.end(), control.end()]));

const unsealed = () => unsealedPapers(databaseOf(packages));
const seals = () => sealsOf(databaseOf(control), sittingId);
/** Seals what is lacking, as the role of the process. */
async function sealAll(): Promise<void> {
  for (const one of await unsealed()) expect(await sealPaper(packages, one, privateKey)).toBe(true);
}
const stageBackup = async () => {
  await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
    SELECT exam_id, 'backup', 'B', 'fr', 7, '{}', view, '' FROM paper`);
  await owner.query("UPDATE sitting SET backup_paper_id = 2");
};

describe("a paper of a sitting", () => {
  test("is sealed once, main and backup with keys of their own; control has the keys, tablets the rest", async () => {
    await stageBackup();
    expect((await unsealed()).map(({ which, replaces }) => [which, replaces])).toEqual([
      ["main", null],
      ["backup", null],
    ]);
    await sealAll();
    expect(await unsealed()).toEqual([]);
    const [main, backup] = await seals();
    if (!main || !backup) throw new Error("two seals");
    expect([main.which, backup.which]).toEqual(["main", "backup"]);
    expect(new Set([main.keys.start, main.keys.cases, backup.keys.start, backup.keys.cases]).size).toBe(4);
    const { sha256, bytes } = main;
    expect((await packageRefsOf(databaseOf(control), [sittingId])).get(sittingId)?.main).toEqual({ sha256, bytes });

    const text = String(await manifestText(databaseOf(packages), sha256));
    const manifest = PackageManifest.parse(
      JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8")),
    );
    const chunks = await Promise.all(manifest.chunks.map((name) => chunkBytes(databaseOf(packages), name)));
    const whole = Buffer.concat(chunks.map((chunk) => chunk ?? Buffer.alloc(0)));
    const [opening] = manifest.pieces;
    const sealed = whole.subarray(opening?.offset, (opening?.offset ?? 0) + (opening?.bytes ?? 0));
    expect(openPiece(sealKeyFrom(main.keys.start), PIECE.opening, sealed)?.includes("A case")).toBe(true);
    expect(openPiece(sealKeyFrom(backup.keys.start), PIECE.opening, sealed)).toBeNull();
  });

  test("has codes for every room: one for the start, three for each locked section", async () => {
    await sealAll();
    const codes = await offlineCodesOf(databaseOf(control), { sittingId, roomId: 1 });
    expect(codes.map(({ paper, sectionId, number }) => [paper, sectionId, number])).toEqual([
      ["main", null, 1],
      ["main", "case", 1],
      ["main", "case", 2],
      ["main", "case", 3],
    ]);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(4);
    expect(await offlineCodesOf(databaseOf(control), { sittingId, roomId: 2 })).toEqual([]);
    expect(await lockedSectionsOf(databaseOf(control), sittingId)).toEqual([
      { paper: "main", id: "case", title: "A case" },
    ]);
  });

  test("is sealed again when the sitting gets another paper or the exam a room; the old package is nobody's", async () => {
    await sealAll();
    const [before] = await seals();
    const [first] = await storedPackages(databaseOf(packages));
    await stageBackup();
    await owner.query("UPDATE sitting SET paper_id = 2, backup_paper_id = NULL");
    expect(await seals()).toEqual([]); // not told for the other paper
    expect(await unsealed()).toMatchObject([{ which: "main", paperId: 2, replaces: before?.sha256 }]);
    await sealAll();
    const [after] = await seals();
    expect(after?.keys.start).not.toBe(before?.keys.start);
    expect(await manifestText(databaseOf(packages), first ?? "")).toBeNull();
    expect((await owner.query("SELECT FROM package_chunk")).rowCount).toBe(2); // one chunk, one file of codes

    await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'New')");
    expect(await unsealed()).toMatchObject([{ replaces: after?.sha256 }]);
    await sealAll();
    expect(await offlineCodesOf(databaseOf(control), { sittingId, roomId: 2 })).toHaveLength(4);
  });

  test("is left as it is once its sitting has started; two who seal at once leave one package", async () => {
    const [one] = await unsealed();
    if (!one) throw new Error("nothing to seal");
    expect(await sealPaper(packages, one, privateKey, () => Promise.resolve(false))).toBe(false);
    expect(await seals()).toEqual([]);
    const both = await Promise.all([sealPaper(packages, one, privateKey), sealPaper(packages, one, privateKey)]);
    expect(both.sort()).toEqual([false, true]);
    expect((await seals()).length).toBe(1);
    expect(await offlineCodesOf(databaseOf(control), { sittingId })).toHaveLength(4);
    await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'New')");
    await owner.query("INSERT INTO journal VALUES ($1, 1, 'a', 'start', 0, '{}')", [sittingId]);
    expect(await unsealed()).toEqual([]);
  });

  test("that is not sealed can be sealed from the command line; what is there stays", async () => {
    await sealSitting(owner, sittingId, privateKey);
    const [before] = await seals();
    await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'New')");
    await sealSitting(owner, sittingId, privateKey);
    expect(await seals()).toEqual([before]);
  });
});

describe("rights", () => {
  const DENIED = "42501";
  const attempt = (pool: pg.Pool, statement: string): Promise<string> =>
    pool.query(statement).then(
      () => "done",
      (error: pg.DatabaseError) => error.code ?? String(error),
    );
  test("who seals reads neither keys nor codes again, nor sources, answers or journals", async () => {
    await sealAll();
    for (const statement of [
      "SELECT start_key FROM sealed_package",
      "SELECT * FROM sealed_package",
      "SELECT code FROM offline_code",
      "SELECT source FROM paper",
      "SELECT * FROM answer_key",
      "SELECT act FROM journal",
      "SELECT * FROM answer_log",
      "SELECT * FROM candidate",
      "UPDATE sealed_package SET start_key = ''",
      "UPDATE sitting SET paper_id = 2",
    ])
      expect([statement, await attempt(packages, statement)]).toEqual([statement, DENIED]);
  });

  test("control reads keys and codes and makes none; nobody else sees them", async () => {
    expect(await attempt(control, "SELECT start_key FROM sealed_package")).toBe("done");
    for (const statement of [
      "DELETE FROM sealed_package",
      "UPDATE offline_code SET code = ''",
      "SELECT FROM package_chunk",
    ])
      expect([statement, await attempt(control, statement)]).toEqual([statement, DENIED]);
    for (const role of ["amphi_drain", "amphi_jobs", "amphi_marking"] as const) {
      const other = new pg.Pool({ connectionString: urls.urlFor(role), max: 1 });
      for (const table of ["sealed_package", "offline_code", "package_chunk", "device"])
        expect([role, table, await attempt(other, `SELECT FROM ${table}`)]).toEqual([role, table, DENIED]);
      await other.end();
    }
  });
});
