/** A Redis of a test's own: temporary folder, free port, the settings of production. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "#infra/launcher/debian.mjs";
import { freePort } from "#infra/launcher/ports.mjs";
import { REDIS_PROGRAMS, redisUrl, startRedis } from "#infra/launcher/redis.mjs";
import { endChild } from "#infra/launcher/server-process.mjs";

export interface PrivateServer {
  readonly url: string;
  readonly port: number;
  /** Of the server as it runs now; another one after a restart. */
  readonly pid: number;
  /** Kills the server as a power cut would and resolves once it is gone. */
  kill9(): Promise<void>;
  /** Ends the server and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}
export interface PrivateRedis extends PrivateServer {
  /** Starts it again on the same port after a kill or an orderly end; `empty`: its disk was lost. */
  restart(options?: { empty?: boolean }): Promise<void>;
}
export interface PrivateRedisOptions {
  /** 1 GB unless told. */
  readonly maxMemoryBytes?: number;
}

const DEADLINE_MS = 10_000;

/** Resolves once the server answers PING. The kernel ends it if the test process dies. */
export async function startPrivateRedis(options: PrivateRedisOptions = {}): Promise<PrivateRedis> {
  const binary = findProgram(REDIS_PROGRAMS, process.env["PATH"] ?? "");
  if (binary === null) throw new Error("no redis-server or valkey-server on PATH: apt-get install redis-server");
  const folder = mkdtempSync(join(tmpdir(), "amphi-redis-"));
  const port = await freePort();
  const dir = join(folder, "data");
  const start = () =>
    startRedis({
      name: "test Redis",
      binary,
      dir,
      port,
      logFile: join(folder, "redis.log"),
      maxMemoryBytes: options.maxMemoryBytes ?? 1_000_000_000,
      dieWithParent: true,
    });
  let server = await start();
  return {
    url: redisUrl({ port }),
    port,
    get pid() {
      return server.pid;
    },
    async kill9() {
      server.signal("SIGKILL");
      await server.ended;
    },
    async restart({ empty = false } = {}) {
      await endChild(server, { deadlineMs: DEADLINE_MS });
      if (empty) rmSync(dir, { recursive: true, force: true });
      server = await start();
    },
    async stop() {
      await endChild(server, { deadlineMs: DEADLINE_MS });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
