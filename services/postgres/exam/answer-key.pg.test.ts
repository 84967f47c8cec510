import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { ROLES, type Role } from "#postgres/roles";

let database: TestDatabase;
let owner: pg.Client;
let opened: pg.Client[];

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  opened.push(client);
  return client;
};

beforeEach(async () => {
  opened = [];
  database = await freshDatabase();
  owner = await connect(database.ownerUrl);
  await owner.query("INSERT INTO exam (slug, title) VALUES ('edn', 'EDN')");
  for (const slug of ["one", "two"]) {
    await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      SELECT id, '${slug}', '${slug}', 'fr', 1, '{}', '', '' FROM exam`);
    await owner.query(
      `INSERT INTO answer_key (paper_id, item_id, key) SELECT id, 'q1', '{}' FROM paper WHERE slug = '${slug}'`,
    );
  }
});
afterEach(async () => {
  for (const client of opened) await client.end();
});

const sitting = async (slug: string): Promise<number> => {
  const { rows } = await owner.query(
    `INSERT INTO sitting (paper_id, title, planned_start_ms) SELECT id, 'S', 0 FROM paper WHERE slug = '${slug}' RETURNING id`,
  );
  return (rows[0] as { id: number }).id;
};
let position = 0;
const act = (sittingId: number, kind: string, scope: object = { kind: "nation" }) => {
  position++;
  return owner.query("INSERT INTO journal VALUES ($1, $2, $3, $4, 0, $5)", [
    sittingId,
    position,
    `a${position}`,
    kind,
    { scope },
  ]);
};
/** Slugs of the papers whose key marking sees. */
const seen = async (marking: pg.Client) =>
  (await marking.query("SELECT p.slug FROM answer_key k JOIN paper p ON p.id = k.paper_id ORDER BY 1")).rows.map(
    (row: { slug: string }) => row.slug,
  );

describe("the answer key", () => {
  test("marking sees no row while a sitting of the paper is planned, signing in or running, and sees it after the end", async () => {
    const marking = await connect(database.urlFor("amphi_marking"));
    expect(await seen(marking)).toEqual([]);
    const first = await sitting("one");
    expect(await seen(marking)).toEqual([]);
    await act(first, "check_in");
    expect(await seen(marking)).toEqual([]);
    await act(first, "start");
    expect(await seen(marking)).toEqual([]);
    await act(first, "end");
    expect(await seen(marking)).toEqual(["one"]);
    // Planned, or running without the drain having copied its journal: what is not known to be over counts as open.
    const second = await sitting("one");
    expect(await seen(marking)).toEqual([]);
    await act(second, "check_in");
    expect(await seen(marking)).toEqual([]);
    await act(second, "start");
    expect(await seen(marking)).toEqual([]);
    await act(second, "cancel");
    expect(await seen(marking)).toEqual(["one"]);
  });

  test("the end of one centre is not the end of the sitting", async () => {
    const marking = await connect(database.urlFor("amphi_marking"));
    const running = await sitting("one");
    await act(running, "start");
    await act(running, "end", { kind: "centre", id: 3 });
    expect(await seen(marking)).toEqual([]);
    await act(running, "end");
    expect(await seen(marking)).toEqual(["one"]);
  });

  test("a cancelled sitting alone does not show the key: the paper may serve again", async () => {
    const marking = await connect(database.urlFor("amphi_marking"));
    const only = await sitting("one");
    await act(only, "start");
    await act(only, "cancel");
    expect(await seen(marking)).toEqual([]);
  });

  test("what a run keeps of a key is shut with the paper, and nobody else's", async () => {
    const marking = await connect(database.urlFor("amphi_marking"));
    const keep = (sha256: string) =>
      marking.query("INSERT INTO key_version SELECT id, $1, '{}', 0 FROM paper WHERE slug = 'one'", [sha256]);
    const kept = async () => (await marking.query("SELECT FROM key_version")).rowCount;
    await act(await sitting("one"), "end");
    await keep("a");
    expect(await kept()).toBe(1);
    const again = await sitting("one");
    await act(again, "start");
    expect(await kept()).toBe(0);
    await expect(keep("b")).rejects.toThrow("row-level security");
    await expect(owner.query("DELETE FROM key_version")).rejects.toThrow("append-only");
    for (const role of ROLES.filter((one) => one !== "amphi_marking"))
      await expect((await connect(database.urlFor(role))).query("SELECT FROM key_version")).rejects.toThrow("denied");
  });

  test("marking can neither write keys nor end a sitting", async () => {
    const marking = await connect(database.urlFor("amphi_marking"));
    const running = await sitting("one");
    await act(running, "start");
    for (const statement of [
      "INSERT INTO answer_key (paper_id, item_id, key) SELECT id, 'q2', '{}' FROM paper",
      "UPDATE answer_key SET key = '1'",
      "DELETE FROM answer_key",
      `INSERT INTO journal VALUES (${running}, 99, 'x', 'end', 0, '{}')`,
      "ALTER TABLE answer_key DISABLE ROW LEVEL SECURITY",
      "DROP POLICY marking_after_the_end ON answer_key",
      "SET ROLE amphi_drain",
    ])
      await expect(marking.query(statement), statement).rejects.toThrow(/permission denied|must be owner|denied/);
    expect(await seen(marking)).toEqual([]);
  });

  test.each<Role>(ROLES.filter((role) => role !== "amphi_marking"))(
    "%s has no grant on it, while a paper runs and after",
    async (role) => {
      const process = await connect(database.urlFor(role));
      const running = await sitting("one");
      for (const kind of ["start", "end"]) {
        await act(running, kind);
        await expect(process.query("SELECT 1 FROM answer_key")).rejects.toThrow(
          "permission denied for table answer_key",
        );
        await expect(process.query("SELECT count(*) FROM answer_key")).rejects.toThrow("permission denied");
        await expect(process.query("INSERT INTO answer_key VALUES (1, 'x', '{}')")).rejects.toThrow(
          "permission denied",
        );
      }
    },
  );

  test("ingest has no login at all", () => {
    expect(ROLES.filter((role) => role.includes("ingest"))).toEqual([]);
  });
});
