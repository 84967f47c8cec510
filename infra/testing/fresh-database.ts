/** A database per test, copied from one that was migrated once. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";
import { ROLES, type Role, rolesSql } from "#postgres/roles";
import { projectRoot } from "#runtime/project-root";

export interface TestDatabase {
  readonly name: string;
  /** Superuser: makes fixtures, looks at everything. */
  readonly ownerUrl: string;
  /** The login that a process of production would use. */
  urlFor(role: Role): string;
}

const TEMPLATE = "amphi_template";
const passwordOf = (role: Role) => `test-${role}`;

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function onDatabase(serverUrl: string, database: string, login?: { user: string; password: string }): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (login) Object.assign(url, { username: login.user, password: login.password });
  return url.href;
}

/** Makes the migrated database that every fresh one is copied from, with the roles and their rights. Once per server. */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  await withClient(onDatabase(serverUrl, TEMPLATE), async (client) => {
    await migrate(drizzle(client), { migrationsFolder: join(projectRoot(), "services/postgres/migrations") });
    const passwords = Object.fromEntries(ROLES.map((role) => [role, passwordOf(role)])) as Record<Role, string>;
    await client.query(rolesSql(passwords));
  });
}

/** A new database with every migration and role, on a server where `prepareTemplate` has run; `like`: a copy of that one. */
export async function freshDatabaseOn(serverUrl: string, like = TEMPLATE): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${like}`));
  return {
    name,
    ownerUrl: onDatabase(serverUrl, name),
    urlFor: (role) => onDatabase(serverUrl, name, { user: role, password: passwordOf(role) }),
  };
}
