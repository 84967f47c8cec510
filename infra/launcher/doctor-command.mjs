// @ts-check
/** Everything that a start or a test needs, looked at without changing anything. */
import { accessSync, constants, existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { externalProblems } from "./choose-servers.mjs";
import { findProgram } from "./debian.mjs";
import { runningLauncher } from "./data-folder.mjs";
import { ChildRegister } from "./stale-children.mjs";
import { parseOptions } from "./options.mjs";
import { namespacesWork, nativeFolder } from "./postgres-account.mjs";
import { packagesAreStale } from "./packages.mjs";
import { portProblem } from "./ports.mjs";
import { REDIS_PROGRAMS } from "./redis.mjs";
import { messageOf, Refusal } from "./refusal.mjs";
import { certificateNames } from "./tls.mjs";
import { CHROMIUM_PROGRAMS, smokeTools } from "./tools.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..");
/** An exam day with everything kept: answers, journal, WAL. */
const DISK_BYTES_MIN = 5e9;
/** Sockets of one ingest process, and some. */
const FILES_MIN = 10_000;

/** "note": a start does without it, or mends it by itself. @typedef {"ok" | "note" | "missing"} State */
/** @typedef {{ what: string, state: State, detail: string }} Finding */

/**
 * @param {string} what
 * @param {string | null} problem
 * @param {string} good
 * @param {State} [otherwise]
 * @returns {Finding}
 */
const finding = (what, problem, good, otherwise = "missing") => ({
  what,
  state: problem === null ? "ok" : otherwise,
  detail: problem ?? good,
});

/**
 * @param {import("./options.mjs").Options} options
 * @returns {Finding[]}
 */
function dataFindings({ data }) {
  let folder = data;
  while (!existsSync(folder)) folder = dirname(folder);
  let problem = null;
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    problem = messageOf(error);
  }
  const holder = runningLauncher(data);
  const stale = holder === null ? new ChildRegister(join(data, "run")).stale().length : 0;
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const few =
    free < DISK_BYTES_MIN ? `${(free / 1e9).toFixed(1)} GB free, ${DISK_BYTES_MIN / 1e9} GB are wanted` : null;
  return [
    finding("data directory", problem, data),
    finding("in use", holder && `by pid ${holder.pid} (${holder.address})`, "by nobody", "note"),
    finding("former children", stale > 0 ? `${stale} still run: the next start ends them` : null, "none", "note"),
    finding("disk", few, `${(free / 1e9).toFixed(1)} GB free`, "note"),
  ];
}

/** @returns {Finding} */
function openFiles() {
  const limit = Number(/Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? NaN);
  const few = limit < FILES_MIN ? `${limit} per process, ${FILES_MIN} are wanted for a large exam` : null;
  return finding("open files", few, `${limit} per process`, "note");
}

/**
 * @param {import("./options.mjs").Options} options
 * @returns {Finding[]}
 */
function tlsFindings({ tls }) {
  if (tls === null) return [];
  try {
    return [finding("certificate", null, certificateNames(tls, Date.now()).join(", "))];
  } catch (error) {
    return [finding("certificate", messageOf(error), "")];
  }
}

/** The JSON list of CAS servers: with anything else the portal ends at once, and the start with it. */
function casProblem(/** @type {string} */ text) {
  try {
    return Array.isArray(JSON.parse(text)) ? null : "CAS_SERVERS is no JSON list: docs/portal-students.md";
  } catch {
    return "CAS_SERVERS is no JSON: docs/portal-students.md";
  }
}

/**
 * What the portal needs besides. It stands behind the pages, ingest and the packages, or on the next free port.
 * @param {import("./options.mjs").Options} options
 * @returns {Promise<Finding[]>}
 */
async function portalFindings({ host, port }) {
  const usual = port + 3;
  const known = port > 0 && usual < 65_536;
  const taken = known ? await portProblem(usual, host) : null;
  const { CAS_SERVERS: cas, MAIL_URL: mail } = process.env;
  const noMail = /^smtps?:\/\/./.test(mail ?? "") ? null : "MAIL_URL is no smtp:// or smtps:// address";
  return [
    finding("portal port", taken && `${taken}: another is chosen`, known ? `${usual} is free` : "any free one", "note"),
    ...(cas === undefined ? [] : [finding("CAS servers", casProblem(cas), "a JSON list")]),
    ...(mail === undefined ? [] : [finding("mail server", noMail, "named")]),
  ];
}

/**
 * @param {import("./options.mjs").Options} options
 * @returns {Promise<Finding[]>}
 */
async function findings(options) {
  const path = process.env["PATH"] ?? "";
  const isRoot = process.getuid?.() === 0;
  const stale = packagesAreStale(ROOT);
  const mends = isRoot && findProgram(["apt-get"], path) !== null;
  const redis = findProgram(REDIS_PROGRAMS, path);
  const chromium = findProgram(CHROMIUM_PROGRAMS, path);
  const external = process.env["REDIS_ANSWERS_URL"] && process.env["REDIS_CONTROL_URL"];
  const noPrograms = existsSync(join(nativeFolder(ROOT), "bin", "postgres")) ? null : "no binaries for this machine";
  const servers = stale ? ["not looked at before packages are installed"] : await externalProblems(process.env);
  const named = ["DATABASE_URL", "REDIS_ANSWERS_URL", "REDIS_CONTROL_URL"].filter((name) => process.env[name]);
  return [
    finding("Node", null, process.versions.node),
    finding("packages", stale ? "absent or stale: the next start runs npm ci" : null, "as in the lockfile", "note"),
    finding(
      "Redis server",
      redis ? null : "apt-get install redis-server",
      redis ?? "",
      mends || external ? "note" : "missing",
    ),
    finding("PostgreSQL", noPrograms, nativeFolder(ROOT), stale || process.env["DATABASE_URL"] ? "note" : "missing"),
    ...(isRoot
      ? [
          finding(
            "user namespaces",
            namespacesWork() ? null : "refused: PostgreSQL runs outside the project",
            "work",
            "note",
          ),
        ]
      : []),
    ...dataFindings(options),
    finding("port", await portProblem(options.port, options.host), `${options.port} of ${options.host} is free`),
    finding("ingest port", await portProblem(options.port + 1, options.host), `${options.port + 1} is free`, "note"),
    ...(await portalFindings(options)),
    ...tlsFindings(options),
    ...(named.length > 0
      ? [finding("other servers", servers.length > 0 ? servers.join("; ") : null, named.join(", "))]
      : []),
    openFiles(),
    finding("chromium (tests)", chromium ? null : "apt-get install chromium", chromium ?? "", "note"),
    finding("k6 (rehearsals)", smokeTools(path), "k6 or Go is present", "note"),
  ];
}

/**
 * Takes the options of `npm start` and judges that start.
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code: 1 when a start would be refused
 */
export async function doctor(argv) {
  const parsed = parseOptions(argv, ROOT);
  if ("problems" in parsed) throw new Refusal(parsed.problems.join("; "));
  const all = await findings(parsed.options);
  const width = Math.max(...all.map(({ what }) => what.length));
  for (const { what, state, detail } of all) {
    process.stdout.write(`${state.padEnd(7)}  ${what.padEnd(width)}  ${detail}\n`);
  }
  return all.some(({ state }) => state === "missing") ? 1 : 0;
}
