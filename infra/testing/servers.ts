/**
 * The servers that all `.pg.test.ts` and `.redis.test.ts` files share, started once per run by vitest (globalSetup).
 * A test that kills or empties a server starts a private one instead.
 */
import type { TestProject } from "vitest/node";
import { prepareTemplate } from "#infra/testing/fresh-database.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The owner on the shared PostgreSQL; use `freshDatabase()`. */
    databaseUrl: string;
    redisAnswersUrl: string;
    redisControlUrl: string;
  }
}

/** Returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, answers, control] = await Promise.all([
    startPrivatePostgres(),
    startPrivateRedis(),
    startPrivateRedis(),
  ]);
  await prepareTemplate(postgres.url);
  project.provide("databaseUrl", postgres.url);
  project.provide("redisAnswersUrl", answers.url);
  project.provide("redisControlUrl", control.url);
  return async () => {
    await Promise.all([postgres.stop(), answers.stop(), control.stop()]);
  };
}
