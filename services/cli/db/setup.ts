import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { type Command, Refusal } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { mayCreateRoles, rolesWithoutRights } from "#postgres/queries/roles";
import { type Role, ROLES, rolesSql } from "#postgres/roles";
import { projectRoot } from "#runtime/project-root";

/** "amphi" in ASCII: one setup at a time per database. */
const SETUP_LOCK = 0x616d_7068;
const LOCK_TIMEOUT = "30s";
const STATEMENT_TIMEOUT = "10min";

/** Applies the migrations and sets the roles' rights. One step before the services start, never inside one. */
export const dbSetupCommand: Command = {
  path: ["db", "setup"],
  usage: "db setup",
  summary: "applies the migrations and sets the rights of the database's roles",
  async run(args, context) {
    readArguments(args, {});
    const client = await context.database().connect();
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error);
    client.on("error", onError);
    try {
      // Waiting for another setup, or for a table that somebody holds, must end.
      await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'; SET statement_timeout = '${STATEMENT_TIMEOUT}'`);
      await takeLock(client);
      await migrate(drizzle({ client }), { migrationsFolder: join(projectRoot(), "services/postgres/migrations") });
      await setRoles(client, context.rolePasswords);
      await client.query("SELECT pg_advisory_unlock($1)", [SETUP_LOCK]);
      context.out("database ready");
      return 0;
    } finally {
      client.off("error", onError);
      // Its time-outs and, after a failure, its lock end with the connection.
      client.release(broken ?? true);
    }
  },
};

async function takeLock(client: pg.PoolClient): Promise<void> {
  try {
    await client.query("SELECT pg_advisory_lock($1)", [SETUP_LOCK]);
  } catch (error) {
    if ((error as { code?: string }).code !== "55P03") throw error;
    throw new Refusal(`another amphi db setup has been running on this database for ${LOCK_TIMEOUT}`);
  }
}

async function setRoles(client: pg.PoolClient, passwords: Record<Role, string> | null): Promise<void> {
  if (passwords !== null && (await mayCreateRoles(client))) {
    // In one transaction: a service that works meanwhile never sees its rights gone.
    await client.query(`BEGIN; ${rolesSql(passwords)} COMMIT;`);
    return;
  }
  const lacking = await rolesWithoutRights(client, ROLES);
  if (lacking.length > 0)
    throw new Refusal(
      `the database has no ${lacking.join(", ")} with its rights: let an administrator run the output of \`amphi db roles\` once`,
    );
}
