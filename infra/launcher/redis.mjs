// @ts-check
/** A private Redis server, with the only settings under which an acknowledgement means "on disk". */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askRedis } from "./redis-client.mjs";
import { startChild, untilReady } from "./server-process.mjs";

/**
 * What the services demand of a Redis, at start and every minute. `no-appendfsync-on-rewrite yes` silently stops
 * fsyncing during a rewrite; without `maxmemory` the policy `noeviction` never refuses and the kernel kills.
 */
export const REDIS_SETTINGS = /** @type {const} */ ({
  appendonly: "yes",
  appendfsync: "always",
  "no-appendfsync-on-rewrite": "no",
  "maxmemory-policy": "noeviction",
  save: "",
});

export const REDIS_PROGRAMS = /** @type {const} */ (["redis-server", "valkey-server"]);

/**
 * @typedef {object} RedisOptions
 * @property {string} name
 * @property {string} binary
 * @property {string} dir data folder, made when absent
 * @property {number} port on 127.0.0.1
 * @property {string} logFile
 * @property {number} maxMemoryBytes
 * @property {string} [password] none: any process of the machine may connect
 * @property {(pid: number) => void} [onSpawn]
 * @property {boolean} [dieWithParent]
 */

/**
 * @param {RedisOptions} options
 * @returns {string} configuration file; the password belongs there, not on a command line that everybody can read
 */
export function redisConfiguration(options) {
  const lines = [
    "bind 127.0.0.1",
    `port ${options.port}`,
    "daemonize no",
    `dir ${JSON.stringify(options.dir)}`,
    `maxmemory ${options.maxMemoryBytes}`,
    ...Object.entries(REDIS_SETTINGS).map(([key, value]) => `${key} ${value === "" ? '""' : value}`),
  ];
  if (options.password !== undefined) lines.push(`requirepass ${options.password}`);
  return lines.join("\n") + "\n";
}

/**
 * @param {{ port: number, password?: string }} server
 * @returns {string}
 */
export function redisUrl({ port, password }) {
  return `redis://${password === undefined ? "" : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;
}

/**
 * Starts the server and resolves once it answers PING, its append-only file loaded.
 * @param {RedisOptions} options
 * @returns {Promise<import("./server-process.mjs").RunningChild>}
 */
export async function startRedis(options) {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const file = join(options.dir, "redis.conf");
  writeFileSync(file, redisConfiguration(options), { mode: 0o600 });
  const child = await startChild({
    name: options.name,
    command: options.binary,
    args: [file],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
    cwd: options.dir,
    logFile: options.logFile,
    onSpawn: options.onSpawn,
    dieWithParent: options.dieWithParent,
  });
  const url = redisUrl(options);
  const ready = async () => {
    const replies = await askRedis(url, [["PING"]], { timeoutMs: 500 }).catch(() => []); // not yet: asked again
    return replies[0] === "PONG";
  };
  // Loading gigabytes of append-only file takes its time.
  await untilReady(child, { ready, deadlineMs: 120_000, logFile: options.logFile });
  return child;
}
