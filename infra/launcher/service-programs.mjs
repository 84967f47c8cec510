// @ts-check
/** The processes of Amphi as programs of the supervisor: which, in which order they stop, with which environment. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { manifestKey } from "./secrets.mjs";
import { startChild, untilReady } from "./server-process.mjs";

/** Who stops when: first whoever faces the tablets, last whoever stores. */
export const STAGES = /** @type {const} */ ({
  ingest: 1,
  control: 2,
  packages: 2,
  marking: 4,
  portal: 2,
  drain: 3,
  jobs: 4,
  servers: 5,
});

/** An acknowledgement (D1) needs none of them. */
const STANDS_BACK = ["drain", "jobs", "packages"];

/** A process gives itself 20 s to stop; after that it hangs. */
const STOP_DEADLINE_MS = 25_000;
const START_DEADLINE_MS = 60_000;

/**
 * @typedef {object} Installation
 * @property {string} root
 * @property {string} log folder
 * @property {string} exports folder of what closed sittings are exported to
 * @property {string} host
 * @property {number} port
 * @property {readonly number[]} ingestPorts one for each ingest process; equal where they share one
 * @property {number} packagesPort
 * @property {string} packagesFolder
 * @property {number} portalPort
 * @property {"uws" | "ws"} transport
 * @property {{ certFile: string, keyFile: string } | null} tls
 * @property {import("./addresses.mjs").Addresses} addresses
 * @property {string} redisAnswersUrl
 * @property {string} redisControlUrl
 * @property {string} databaseUrl of the owner
 * @property {boolean} privateDatabase made by this launcher, not named by the environment
 * @property {import("./secrets.mjs").Secrets} secrets
 * @property {string} receiptKeyFile
 * @property {string} answerFileKeyFile
 * @property {string | undefined} logLevel
 */

/**
 * @param {Installation} installation
 * @param {string} role
 * @returns {string} the database as that role
 */
function databaseUrlFor({ databaseUrl, secrets }, role) {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = secrets.rolePasswords[role] ?? "";
  return url.href;
}

/** @param {Installation} installation */
const redisEnvironment = ({ redisAnswersUrl, redisControlUrl }) => ({
  REDIS_ANSWERS_URL: redisAnswersUrl,
  REDIS_CONTROL_URL: redisControlUrl,
});

/**
 * @param {Installation} installation
 * @returns {Record<string, string>}
 */
const tlsEnvironment = ({ tls }) => (tls === null ? {} : { TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: tls.keyFile });

/**
 * Settings of the platform that control and the command line share, as the launcher was given them.
 * @returns {Record<string, string>}
 */
const sharedSettings = () => asNamed(["REHEARSED_WITHIN_DAYS"]);

/**
 * Variables that whoever starts the installation has set.
 * @param {readonly string[]} names
 * @returns {Record<string, string>}
 */
function asNamed(names) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/**
 * The mail server that the launcher was named; on private servers without one, mails become files.
 * @param {Installation} installation
 * @returns {Record<string, string>}
 */
function mailSettings({ exports, privateDatabase }) {
  /** @type {Record<string, string>} */
  const own = privateDatabase ? { MAIL_FOLDER: join(exports, "..", "mails") } : {};
  return { ...own, ...asNamed(["MAIL_URL", "MAIL_FROM", "MAIL_FOLDER"]) };
}

/**
 * What the `amphi` command needs to reach a running installation.
 * @param {Installation} installation
 * @returns {Record<string, string>}
 */
export function cliEnvironment(installation) {
  const { databaseUrl, secrets, receiptKeyFile } = installation;
  return {
    DATABASE_URL: databaseUrl,
    // The demo, with its public passwords, goes nowhere else: another DATABASE_URL in the environment does not equal it.
    ...(installation.privateDatabase ? { PRIVATE_DATABASE_URL: databaseUrl } : {}),
    ...redisEnvironment(installation),
    CARD_SECRET: secrets.cardSecret,
    STAFF_SECRET: secrets.staffSecret,
    RECEIPT_PRIVATE_KEY_FILE: receiptKeyFile,
    ANSWER_FILE_KEY_FILE: installation.answerFileKeyFile,
    ROLE_PASSWORDS: JSON.stringify(secrets.rolePasswords),
    ...sharedSettings(),
    // What a rehearsal must know of the platform that it plays against.
    INGEST_URLS: installation.addresses.ingestUrls.join(","),
    PACKAGES_URL: installation.addresses.packagesUrl,
  };
}

/**
 * @param {Installation} installation
 * @returns {{ nodeId: string, process: "ingest" | "drain" | "control" | "jobs" | "packages" | "portal" | "marking", env: Record<string, string> }[]}
 */
export function serviceTable(installation) {
  const { host, port, addresses, secrets, transport, root } = installation;
  const redis = redisEnvironment(installation);
  const tls = tlsEnvironment(installation);
  const ingests = installation.ingestPorts.map((ingestPort, i) => ({
    nodeId: `ingest-${i + 1}`,
    process: /** @type {const} */ ("ingest"),
    env: {
      ...redis,
      ...tls,
      INGEST_HOST: host,
      INGEST_PORT: String(ingestPort),
      INGEST_TRANSPORT: transport,
      TICKET_KEYS: secrets.ticketKeys,
      ALLOWED_ORIGINS: addresses.origins.join(","),
    },
  }));
  const drain = { ...redis, DATABASE_URL: databaseUrlFor(installation, "amphi_drain") };
  const jobs = {
    ...redis,
    DATABASE_URL: databaseUrlFor(installation, "amphi_jobs"),
    EXPORTS_FOLDER: installation.exports,
    CLI_FILE: join(root, "dist", "services", "cli.mjs"),
    RECEIPT_PRIVATE_KEY_FILE: installation.receiptKeyFile,
    PORTAL_URL: addresses.portalUrl,
    ...mailSettings(installation),
  };
  const packages = {
    ...tls,
    REDIS_CONTROL_URL: installation.redisControlUrl,
    DATABASE_URL: databaseUrlFor(installation, "amphi_packages"),
    PACKAGES_HOST: host,
    PACKAGES_PORT: String(installation.packagesPort),
    PACKAGES_FOLDER: installation.packagesFolder,
    RECEIPT_PRIVATE_KEY_FILE: installation.receiptKeyFile,
  };
  const marking = { ...redis, DATABASE_URL: databaseUrlFor(installation, "amphi_marking") };
  const portal = {
    ...tls,
    REDIS_CONTROL_URL: installation.redisControlUrl,
    DATABASE_URL: databaseUrlFor(installation, "amphi_portal"),
    STAFF_SECRET: secrets.staffSecret,
    PORTAL_HOST: host,
    PORTAL_PORT: String(installation.portalPort),
    PORTAL_URL: addresses.portalUrl,
    WEB_ROOT: join(root, "dist", "web"),
    ...asNamed(["CAS_SERVERS"]),
  };
  const nodeIds = [
    ...ingests.map(({ nodeId }) => nodeId),
    "drain-1",
    "control-1",
    "jobs-1",
    "packages-1",
    "portal-1",
    "marking-1",
  ];
  const control = {
    ...redis,
    ...tls,
    CONTROL_HOST: host,
    CONTROL_PORT: String(port),
    DATABASE_URL: databaseUrlFor(installation, "amphi_control"),
    TICKET_KEYS: secrets.ticketKeys,
    CARD_SECRET: secrets.cardSecret,
    STAFF_SECRET: secrets.staffSecret,
    INGEST_URLS: addresses.ingestUrls.join(","),
    PACKAGES_URL: addresses.packagesUrl,
    PORTAL_URL: addresses.portalUrl,
    MANIFEST_KEY: manifestKey(installation.receiptKeyFile),
    ANSWER_FILE_KEY_FILE: installation.answerFileKeyFile,
    WEB_ROOT: join(root, "dist", "web"),
    EXPECTED_PARTS: nodeIds.join(","),
    ...sharedSettings(),
  };
  return [
    ...ingests,
    { nodeId: "drain-1", process: "drain", env: drain },
    { nodeId: "control-1", process: "control", env: control },
    { nodeId: "jobs-1", process: "jobs", env: jobs },
    { nodeId: "packages-1", process: "packages", env: packages },
    { nodeId: "portal-1", process: "portal", env: portal },
    { nodeId: "marking-1", process: "marking", env: marking },
  ];
}

/**
 * @param {Installation} installation
 * @returns {import("./supervisor.mjs").Program[]}
 */
export function servicePrograms(installation) {
  const { root, log, logLevel } = installation;
  return serviceTable(installation).map(({ nodeId, process: name, env }) => ({
    name: nodeId,
    stage: STAGES[name],
    stopSignal: "SIGTERM",
    stopDeadlineMs: STOP_DEADLINE_MS,
    start: async (onSpawn) => {
      const logFile = join(log, `${nodeId}.log`);
      const written = sizeOf(logFile);
      const child = await startChild({
        name: nodeId,
        command: process.execPath,
        args: ["--enable-source-maps", join(root, "dist", "services", `${name}.mjs`)],
        env: {
          ...plainEnvironment(process.env),
          ...env,
          NODE_ID: nodeId,
          ...(logLevel ? { LOG_LEVEL: logLevel } : {}),
        },
        cwd: root,
        logFile,
        onSpawn,
        standsBack: STANDS_BACK.includes(name),
      });
      const ready = () => textFrom(logFile, written).includes(`ready ${nodeId}\n`);
      await untilReady(child, { ready, deadlineMs: START_DEADLINE_MS, logFile });
      return child;
    },
  }));
}

/**
 * Children get what they are told and what the machine needs, not the secrets of the person who started them.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, string>}
 */
export function plainEnvironment(environment) {
  const names = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "NODE_EXTRA_CA_CERTS"];
  /** @type {Record<string, string>} */
  const kept = { NODE_ENV: "production" };
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * @param {string} file
 * @param {number} from byte
 */
function textFrom(file, from) {
  return readFileSync(file).subarray(from).toString("utf8");
}
