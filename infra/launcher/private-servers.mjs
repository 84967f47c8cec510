// @ts-check
/** The private servers as programs of the supervisor. A crashed one comes back on its port with its data. */
import { totalmem } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.mjs";
import { postgresUrl, startPostgres } from "./postgres.mjs";
import { redisUrl, startRedis } from "./redis.mjs";
import { STAGES } from "./service-programs.mjs";

/** The answers of three hours with PostgreSQL away are about 3 GB; a small machine gets a part of its memory. */
const MEMORY = {
  answers: Math.min(6e9, Math.floor(totalmem() / 2)),
  control: Math.min(1e9, Math.floor(totalmem() / 8)),
};
const STOP_DEADLINE_MS = 60_000;

/**
 * @param {{ kind: "answers" | "control", binary: string, data: import("./data-folder.mjs").DataFolder, password: string, except: readonly number[] }} what
 * @returns {Promise<{ url: string, port: number, program: import("./supervisor.mjs").Program }>}
 */
export async function privateRedis({ kind, binary, data, password, except }) {
  const port = await freePort({ except });
  const name = `redis-${kind}`;
  return {
    url: redisUrl({ port, password }),
    port,
    program: {
      name,
      stage: STAGES.servers,
      stopSignal: "SIGTERM",
      stopDeadlineMs: STOP_DEADLINE_MS,
      start: (onSpawn) =>
        startRedis({
          name,
          binary,
          dir: join(data.path, name),
          port,
          password,
          logFile: join(data.log, `${name}.log`),
          maxMemoryBytes: MEMORY[kind],
          onSpawn,
        }),
    },
  };
}

/**
 * @param {{ root: string, data: import("./data-folder.mjs").DataFolder, password: string, except: readonly number[] }} what
 * @returns {Promise<{ url: string, port: number, program: import("./supervisor.mjs").Program }>}
 */
export async function privatePostgres({ root, data, password, except }) {
  const port = await freePort({ except });
  return {
    url: postgresUrl({ port, password }),
    port,
    program: {
      name: "postgres",
      stage: STAGES.servers,
      // SIGINT is PostgreSQL's "fast" stop: sessions are ended, everything is written.
      stopSignal: "SIGINT",
      stopDeadlineMs: STOP_DEADLINE_MS,
      start: (onSpawn) =>
        startPostgres({
          name: "postgres",
          projectRoot: root,
          dir: join(data.path, "postgres"),
          port,
          password,
          logFile: join(data.log, "postgres.log"),
          onSpawn,
        }),
    },
  };
}
