// @ts-check
/** The whole start, step by step, and the orderly stop. */
import { join, resolve } from "node:path";
import { addressesOf } from "./addresses.mjs";
import { ChildRegister, endStaleChildren } from "./stale-children.mjs";
import { cliEnvironment, servicePrograms } from "./service-programs.mjs";
import { controlPort, ingestPorts, packagesPort, portalPort, usableTransport } from "./listen-plan.mjs";
import { recordLauncher, takeDataFolder } from "./data-folder.mjs";
import { messageOf, Refusal } from "./refusal.mjs";
import { Supervisor } from "./supervisor.mjs";
import { certificateNames } from "./tls.mjs";
import { buildStale } from "../build/build.mjs";
import { chooseServers } from "./choose-servers.mjs";
import { installPackages } from "./packages.mjs";
import { answerFileKeyFile, loadSecrets, receiptKeyFile, writePrivateFile } from "./secrets.mjs";
import { parseOptions, USAGE } from "./options.mjs";
import { runCli } from "./cli-process.mjs";
import { untilHealthy } from "./health.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..");
const HEALTH_DEADLINE_MS = 60_000;
const STALE_DEADLINE_MS = 30_000;

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);
const warn = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);

/** The first SIGINT, SIGTERM or SIGHUP asks for the orderly stop; others change nothing. */
class StopRequest {
  #requested = false;
  /** @type {Promise<void>} */
  made;

  constructor() {
    this.made = new Promise((resolve) => {
      for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
        process.on(signal, () => {
          if (!this.#requested) warn(`${signal}: stopping in order`);
          this.#requested = true;
          resolve();
        });
      }
    });
  }

  isMade() {
    return this.#requested;
  }
}

/**
 * Runs until it is asked to stop.
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
export async function start(argv) {
  if (argv.includes("--help")) {
    say(USAGE);
    return 0;
  }
  const parsed = parseOptions(argv, ROOT);
  if ("problems" in parsed) throw new Refusal(parsed.problems.join("; "));
  const { options } = parsed;
  const names = options.tls === null ? null : certificateNames(options.tls, Date.now());
  const stop = new StopRequest();
  process.stdout.on("error", () => undefined); // the reader went away: the exam goes on
  const data = await takeDataFolder(options.data);
  const register = new ChildRegister(data.run);
  const supervisor = new Supervisor({ say: warn, register });
  try {
    await endFormerChildren(register);
    await bringUp({ options, names, stop, data, supervisor });
    if (!stop.isMade()) await stop.made;
    return 0;
  } finally {
    await supervisor.stop();
    data.release();
  }
}

/** @param {ChildRegister} register */
async function endFormerChildren(register) {
  const stale = register.stale();
  if (stale.length === 0) return;
  say(`ending ${stale.length} processes of a launcher that was killed: ${stale.map(({ name }) => name).join(", ")}`);
  await endStaleChildren(stale, { deadlineMs: STALE_DEADLINE_MS });
}

/**
 * @param {object} parts
 * @param {import("./options.mjs").Options} parts.options
 * @param {readonly string[] | null} parts.names of the certificate
 * @param {StopRequest} parts.stop
 * @param {import("./data-folder.mjs").DataFolder} parts.data
 * @param {Supervisor} parts.supervisor
 */
async function bringUp({ options, names, stop, data, supervisor }) {
  const port = await controlPort(options);
  installPackages(ROOT, say);
  const secrets = loadSecrets(data.path);
  const servers = await chooseServers({ root: ROOT, data, secrets, environment: process.env, except: [port], say });
  await buildStale(ROOT, { say });
  if (stop.isMade()) return;
  await runAll(supervisor, servers.programs);
  if (stop.isMade()) return;

  const transport = usableTransport(ROOT);
  const ports = await ingestPorts({ host: options.host, port, ingest: options.ingest, transport });
  const packages = await packagesPort({ host: options.host, port, taken: [port, ...new Set(ports)] });
  const portal = await portalPort({ host: options.host, port, taken: [port, ...new Set(ports), packages] });
  const addresses = addressesOf({
    host: options.host,
    port,
    ingestPorts: ports,
    packagesPort: packages,
    portalPort: portal,
    certificateNames: names,
  });
  const installation = {
    root: ROOT,
    log: data.log,
    exports: join(data.path, "exports"),
    host: options.host,
    port: await controlPort({ host: options.host, port }), // again: installing may have taken minutes
    ingestPorts: ports,
    packagesPort: packages,
    portalPort: portal,
    packagesFolder: join(data.path, "packages"),
    transport,
    tls: options.tls,
    addresses,
    ...servers.urls,
    privateDatabase: !process.env["DATABASE_URL"],
    secrets,
    receiptKeyFile: receiptKeyFile(data.path),
    answerFileKeyFile: answerFileKeyFile(data.path),
    logLevel: process.env["LOG_LEVEL"],
  };
  const cli = cliEnvironment(installation);
  writePrivateFile(join(data.run, "environment.json"), JSON.stringify(cli, null, 2) + "\n");
  await setUp(["db", "setup"], cli);
  const seed = options.seed ?? (installation.privateDatabase ? "demo" : "none");
  const accounts = seed === "demo" ? await setUp(["demo", "seed"], cli) : "";
  if (stop.isMade()) return;

  await runAll(supervisor, servicePrograms(installation));
  const sick = await untilHealthy(addresses.page, { deadlineMs: HEALTH_DEADLINE_MS, abandoned: () => stop.isMade() });
  if (sick !== null) throw new Refusal(`not healthy after ${HEALTH_DEADLINE_MS / 1000} s: ${sick}; see ${data.log}`);
  if (stop.isMade()) return;
  recordLauncher(data.path, addresses.page);
  const transportName = transport === "uws" ? "uWebSockets.js" : "ws";
  say(`pages    ${addresses.page}`);
  say(`portal   ${addresses.portalUrl}`);
  say(`health   ${addresses.page}/api/health`);
  say(`ingest   ${addresses.ingestUrls.join(" ")} (${options.ingest} processes, ${transportName})`);
  say(`packages ${addresses.packagesUrl}`);
  say(`data     ${data.path}`);
  if (accounts !== "") say(accounts.trimEnd());
  say(`ready ${addresses.page}`);
}

/**
 * Starts programs at once and waits for all, so that a failure leaves none unnoticed.
 * @param {Supervisor} supervisor
 * @param {readonly import("./supervisor.mjs").Program[]} programs
 */
async function runAll(supervisor, programs) {
  const outcomes = await Promise.allSettled(programs.map((program) => supervisor.run(program)));
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => messageOf(reason));
  if (failures.length > 0) throw new Refusal(failures.join("\n"));
}

/**
 * A one-shot step of the `amphi` command; its refusal is ours.
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<string>} its standard output
 */
async function setUp(args, env) {
  const { code, out, err } = await runCli(ROOT, args, env);
  if (code !== 0) throw new Refusal(`amphi ${args.join(" ")} failed:\n${(err + out).trim()}`);
  return out;
}
