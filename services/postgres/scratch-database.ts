/** A database beside that of an installation, for something invented: migrated, with its roles' rights, dropped at the end. */
import { randomBytes } from "node:crypto";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { openPool } from "#postgres/connection";
import { type Role, rolesSql } from "#postgres/roles";

export interface ScratchDatabase {
  readonly name: string;
  readonly owner: pg.Pool;
  /** A pool with the rights of that role: the owner who has put them on. */
  as(role: Role): pg.Pool;
  /** Ends its pools and drops it. */
  drop(): Promise<void>;
}

/** `url`: of the owner, who may make databases. `migrations`: their folder. Rejects with the server's refusal. */
export async function createScratchDatabase(url: string, migrations: string): Promise<ScratchDatabase> {
  const name = `amphi_scratch_${randomBytes(6).toString("hex")}`;
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await onServer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const owner = openPool(own.href);
  const pools = [owner];
  const drop = async () => {
    for (const pool of pools.splice(0)) await pool.end();
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  try {
    await migrate(drizzle(owner), { migrationsFolder: migrations });
    await owner.query(rolesSql(null));
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    name,
    owner,
    as(role) {
      const put = new URL(own);
      put.searchParams.set("options", `-c role=${role}`);
      const pool = openPool(put.href, 6);
      pools.push(pool);
      return pool;
    },
    drop,
  };
}
