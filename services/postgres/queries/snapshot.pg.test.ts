import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { inTransaction } from "#postgres/connection";
import { inBatches, oneSnapshot } from "#postgres/queries/snapshot";

let pool: pg.Pool;
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: (await freshDatabase()).ownerUrl });
  await pool.query("CREATE TABLE number (n int)");
  await pool.query("INSERT INTO number SELECT generate_series(1, 25)");
});
afterEach(() => pool.end());

test("every row comes once, in batches, and none that was stored meanwhile; a second cursor may follow", async () => {
  const seen = await inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    const sizes: number[] = [];
    for (let cursor = 0; cursor < 2; cursor++)
      for await (const rows of inBatches(client, "SELECT n FROM number WHERE n > $1 ORDER BY n", [0], 10)) {
        sizes.push(rows.length);
        await pool.query("INSERT INTO number VALUES (99)");
      }
    return sizes;
  });
  expect(seen).toEqual([10, 10, 5, 10, 10, 5]);
});

test("a snapshot writes nothing", async () => {
  const writing = inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    await client.query("DELETE FROM number");
  });
  await expect(writing).rejects.toThrow(/read-only/);
});
