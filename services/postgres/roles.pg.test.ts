import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { insertSitting } from "#postgres/testing/a-sitting";
import type { Role } from "#postgres/roles";

let urls: TestDatabase;
let owner: pg.Pool;
let opened: pg.Client[];

beforeEach(async () => {
  urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  opened = [];
  await insertSitting(owner, { candidates: 2 });
});
afterEach(async () => {
  for (const client of opened) await client.end();
  await owner.end();
});

async function as(role: Role): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urls.urlFor(role) });
  await client.connect();
  opened.push(client);
  return client;
}
/** SQLSTATE, or "done". */
const attempt = (client: pg.Client, statement: string): Promise<string> =>
  client.query(statement).then(
    () => "done",
    (error: pg.DatabaseError) => error.code ?? String(error),
  );
const DENIED = "42501";

describe("control", () => {
  test("prepares an exam and does the single acts of the day", async () => {
    const control = await as("amphi_control");
    for (const statement of [
      "INSERT INTO exam (slug, title) VALUES ('e2', 'E2')",
      "INSERT INTO centre (exam_id, code, name) VALUES (1, 'C2', 'C2')",
      "INSERT INTO room (centre_id, code, name, rows, columns) VALUES (1, 'R2', 'R2', 4, 5)",
      "UPDATE room SET name = 'Renamed'",
      `INSERT INTO candidate (exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat)
       VALUES (1, 'N1', 'F', 'G', 'A99', 1, '99')`,
      "UPDATE candidate SET room_id = 2 WHERE id = 16",
      "INSERT INTO card (candidate_id, code_hmac) VALUES (16, '\\x00')",
      "UPDATE card SET revoked_at = now()",
      "INSERT INTO sitting (paper_id, title, planned_start_ms, replaces_sitting_id) VALUES (1, 'S2', 1, 1)",
      "INSERT INTO reserve_slot (exam_id, start_ms) VALUES (1, 1)",
      "UPDATE reserve_slot SET sitting_id = 2",
      "INSERT INTO account (exam_id, login, name, role) VALUES (1, 'o', 'O', 'organiser')",
      "UPDATE account SET password_hash = 'x'",
      "SELECT view FROM paper",
      "SELECT * FROM chat_message",
    ])
      expect([statement, await attempt(control, statement)]).toEqual([statement, "done"]);
  });

  test("never sees keys or sources, changes no history, gives nobody another identity", async () => {
    const control = await as("amphi_control");
    for (const statement of [
      "SELECT * FROM answer_key",
      "INSERT INTO answer_key VALUES (1, 'q', '{}')",
      "SELECT source FROM paper",
      "SELECT * FROM paper",
      "INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256) VALUES (1, 'x', 'x', 'fr', 1, '{}', '', '')",
      "UPDATE paper SET view = ''",
      "UPDATE candidate SET anonymity_number = 'A1' WHERE id = 17",
      "UPDATE candidate SET student_number = 'S1' WHERE id = 17",
      "UPDATE card SET code_hmac = '\\x01'",
      "UPDATE account SET login = 'x'",
      "DELETE FROM account",
      "DELETE FROM sitting",
      "UPDATE sitting SET replaces_sitting_id = NULL",
      "INSERT INTO journal VALUES (1, 1, 'a', 'end', 0, '{}')",
      "INSERT INTO answer_log VALUES (1, 16, 1, 1, 'submit', NULL, '{}', 0, 0, 0, 0, 0)",
      "INSERT INTO chat_message VALUES (1, '1-0', '{}')",
      "UPDATE answer_current SET value = NULL",
      "CREATE TABLE t ()",
    ])
      expect([statement, await attempt(control, statement)]).toEqual([statement, DENIED]);
  });

  test("a sitting that has begun keeps its papers, and may still be renamed", async () => {
    const control = await as("amphi_control");
    await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      VALUES (1, 'b', 'B', 'fr', 7, '{}', '', '')`);
    expect(await attempt(control, "UPDATE sitting SET backup_paper_id = 2")).toBe("done");
    await owner.query("INSERT INTO journal VALUES (1, 1, 'a', 'check_in', 0, '{}')");
    expect(await attempt(control, "UPDATE sitting SET paper_id = 2")).toBe("23001");
    expect(await attempt(control, "UPDATE sitting SET backup_paper_id = NULL")).toBe("23001");
    expect(await attempt(control, "UPDATE sitting SET title = 'Other'")).toBe("done");
  });
});

describe("the other processes", () => {
  test.each(["amphi_drain", "amphi_jobs", "amphi_marking"] as const)("%s knows nothing of the staff", async (role) => {
    const client = await as(role);
    for (const statement of ["SELECT * FROM account", "SELECT * FROM account_room", "UPDATE sitting SET title = 'x'"])
      expect([statement, await attempt(client, statement)]).toEqual([statement, DENIED]);
  });

  test("the drain copies the chat, and nobody changes it", async () => {
    const drain = await as("amphi_drain");
    expect(await attempt(drain, "INSERT INTO chat_message VALUES (1, '1-0', '{}')")).toBe("done");
    expect(await attempt(drain, "DELETE FROM chat_message")).toBe(DENIED);
    await expect(owner.query("DELETE FROM chat_message")).rejects.toThrow("append-only");
  });
});

describe("the key of a backup paper", () => {
  test("stays shut while its sitting is open, and opens only where it was given", async () => {
    await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      VALUES (1, 'b', 'B', 'fr', 7, '{}', '', '')`);
    await owner.query("INSERT INTO answer_key VALUES (2, 'q', '{}')");
    await owner.query("UPDATE sitting SET backup_paper_id = 2");
    const marking = await as("amphi_marking");
    const visible = async () => (await marking.query("SELECT FROM answer_key")).rowCount;
    const act = (position: number, kind: string) =>
      owner.query("INSERT INTO journal VALUES (1, $1, $2, $2, 0, $3)", [position, kind, { scope: { kind: "nation" } }]);
    await act(1, "end");
    expect(await visible()).toBe(0);
    await act(2, "backup");
    expect(await visible()).toBe(1);
    await owner.query(
      "INSERT INTO sitting (paper_id, title, planned_start_ms, backup_paper_id) VALUES (1, 'S2', 1, 2)",
    );
    expect(await visible()).toBe(0);
  });
});
