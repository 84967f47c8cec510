import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { type PrivatePostgres, startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";

let postgres: PrivatePostgres | undefined;
afterEach(async () => postgres?.stop());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("two fresh databases are migrated and know nothing of each other", async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  await query(one.ownerUrl, "CREATE TABLE scratch (n int)");
  await expect(query(other.ownerUrl, "SELECT * FROM scratch")).rejects.toThrow(/does not exist/);
  expect(await query(other.ownerUrl, "SELECT count(*)::int AS n FROM answer_log")).toEqual([{ n: 0 }]);
});

test("each role logs in with its own rights", async () => {
  const database = await freshDatabase();
  expect(await query(database.urlFor("amphi_drain"), "SELECT current_user")).toEqual([{ current_user: "amphi_drain" }]);
  await expect(query(database.urlFor("amphi_drain"), "SELECT * FROM answer_key")).rejects.toThrow(/permission denied/);
});

test("a private PostgreSQL is durable and keeps what it committed over kill -9", async () => {
  postgres = await startPrivatePostgres();
  await prepareTemplate(postgres.url);
  const { ownerUrl } = await freshDatabaseOn(postgres.url);
  const settings = await query(
    ownerUrl,
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync','synchronous_commit') ORDER BY 1",
  );
  expect(settings).toEqual([
    { name: "fsync", setting: "on" },
    { name: "synchronous_commit", setting: "on" },
  ]);
  await query(ownerUrl, "CREATE TABLE scratch (n int); INSERT INTO scratch VALUES (7)");
  await postgres.kill9();
  await expect(query(ownerUrl, "SELECT 1")).rejects.toThrow();
  await postgres.restart();
  expect(await query(ownerUrl, "SELECT n FROM scratch")).toEqual([{ n: 7 }]);
});
