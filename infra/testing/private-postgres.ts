/** A PostgreSQL of a test's own: temporary folder, free port, durable as in production. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#infra/launcher/ports.mjs";
import { postgresUrl, startPostgres } from "#infra/launcher/postgres.mjs";
import { endChild } from "#infra/launcher/server-process.mjs";
import type { PrivateServer } from "#infra/testing/private-redis.ts";
import { projectRoot } from "#runtime/project-root";

export interface PrivatePostgres extends PrivateServer {
  /** Starts it again on the same port after a kill or an orderly end. */
  restart(): Promise<void>;
}

const PASSWORD = "test-owner";
const DEADLINE_MS = 20_000;

/** Resolves once the server accepts connections; `url` is of the owner. The kernel ends it if the test process dies. */
export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const folder = mkdtempSync(join(tmpdir(), "amphi-postgres-"));
  const port = await freePort();
  const start = () =>
    startPostgres({
      name: "test PostgreSQL",
      projectRoot: projectRoot(),
      dir: join(folder, "data"),
      port,
      password: PASSWORD,
      logFile: join(folder, "postgres.log"),
      dieWithParent: true,
    });
  let server = await start();
  return {
    url: postgresUrl({ port, password: PASSWORD }),
    port,
    get pid() {
      return server.pid;
    },
    async kill9() {
      server.signal("SIGKILL");
      await server.ended;
    },
    async restart() {
      await endChild(server, { signal: "SIGINT", deadlineMs: DEADLINE_MS });
      server = await start();
    },
    async stop() {
      await endChild(server, { signal: "SIGINT", deadlineMs: DEADLINE_MS });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
