/** What a `.pg.test.ts` or `.redis.test.ts` file takes from the servers of the run. */
import { inject } from "vitest";
import { freshDatabaseOn, type TestDatabase } from "#infra/testing/fresh-database.ts";
import { askRedis } from "#infra/launcher/redis-client.mjs";
import "#infra/testing/servers.ts";

/**
 * A new migrated database with its roles on the shared server, in a few milliseconds. `like`: a copy of one that was
 * filled before, and that nobody is connected to.
 */
export const freshDatabase = (like?: TestDatabase): Promise<TestDatabase> =>
  freshDatabaseOn(inject("databaseUrl"), like?.name);

/** Both shared Redis, emptied. Files of these tests run one after another, so nobody else's data is there. */
export async function emptyRedis(): Promise<{ answersUrl: string; controlUrl: string }> {
  const answersUrl = inject("redisAnswersUrl");
  const controlUrl = inject("redisControlUrl");
  for (const url of [answersUrl, controlUrl]) {
    const [reply] = await askRedis(url, [["FLUSHALL"]]);
    if (reply !== "OK") throw new Error(`FLUSHALL: ${String(reply)}`);
  }
  return { answersUrl, controlUrl };
}
