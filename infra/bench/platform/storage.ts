/** PostgreSQL with the project's schema and both Redis, private to one benchmark. */
import pg from "pg";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import { startService, type RunningProcess } from "#infra/bench/platform/service.ts";
import { freshDatabaseOn, prepareTemplate, type TestDatabase } from "#infra/testing/fresh-database.ts";
import { type PrivatePostgres, startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { type PrivateRedis, startPrivateRedis } from "#infra/testing/private-redis.ts";

export interface Storage {
  readonly postgres: PrivatePostgres;
  readonly database: TestDatabase;
  /** As the database's owner. */
  readonly owner: pg.Pool;
  readonly answers: PrivateRedis;
  readonly control: PrivateRedis;
}

const REDIS_BYTES_MAX = 2_000_000_000;

/** `settings`: PostgreSQL settings besides those of production, set before the server's last start. */
export async function startStorage(
  context: BenchContext,
  settings: Readonly<Record<string, string>> = {},
): Promise<Storage> {
  const postgres = await startPrivatePostgres();
  context.atEnd(() => postgres.stop());
  const answers = await startPrivateRedis({ maxMemoryBytes: REDIS_BYTES_MAX });
  context.atEnd(() => answers.stop());
  const control = await startPrivateRedis();
  context.atEnd(() => control.stop());
  if (Object.keys(settings).length > 0) await configure(postgres, settings);
  await prepareTemplate(postgres.url);
  const database = await freshDatabaseOn(postgres.url);
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => undefined); // the server is stopped while an idle connection is kept
  context.atEnd(() => owner.end());
  return { postgres, database, owner, answers, control };
}

async function configure(postgres: PrivatePostgres, settings: Readonly<Record<string, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  for (const [name, value] of Object.entries(settings)) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  await client.end();
  await postgres.restart();
}

export const startDrain = (context: BenchContext, storage: Storage): Promise<RunningProcess> =>
  startService(context, "drain", {
    REDIS_ANSWERS_URL: storage.answers.url,
    REDIS_CONTROL_URL: storage.control.url,
    DATABASE_URL: storage.database.urlFor("amphi_drain"),
  });
