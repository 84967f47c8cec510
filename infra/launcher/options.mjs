// @ts-check
/** The options of `npm start`. */
import { isIP } from "node:net";
import { resolve } from "node:path";

/**
 * @typedef {object} Options
 * @property {number} port of the pages and the API; 0: any free one
 * @property {string} host
 * @property {{ certFile: string, keyFile: string } | null} tls
 * @property {string} data folder, absolute
 * @property {number} ingest how many ingest processes
 * @property {"demo" | "none" | null} seed null: the demo in a private database, nothing in one that was named
 */

export const USAGE = `npm start -- [options]
  --port N            port of the pages and the API (8080; 0: any free one)
  --host ADDR         address to listen on (127.0.0.1); another one needs TLS
  --tls-cert FILE     certificate chain, PEM
  --tls-key FILE      its private key, PEM
  --data DIR          where everything is kept (var)
  --ingest N          ingest processes, 1 to 16 (2)
  --seed demo|none    the demo exam, made once (demo; none where DATABASE_URL names a database)`;

const INGEST_MAX = 16;

/**
 * @param {string} text
 * @param {number} least
 * @param {number} most
 * @returns {number | null}
 */
function wholeNumber(text, least, most) {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

/**
 * Loopback addresses never leave the machine: only there may tablets be served without TLS.
 * @param {string} host
 */
export function isLoopback(host) {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * @param {readonly string[]} argv
 * @returns {{ given: Map<string, string>, problems: string[] }}
 */
function pairs(argv) {
  const known = ["--port", "--host", "--tls-cert", "--tls-key", "--data", "--ingest", "--seed"];
  /** @type {Map<string, string>} */
  const given = new Map();
  /** @type {string[]} */
  const problems = [];
  const words = argv.flatMap((word) => {
    const equals = word.startsWith("--") ? word.indexOf("=") : -1;
    return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
  });
  for (let i = 0; i < words.length; i++) {
    const name = words[i] ?? "";
    const value = words[i + 1];
    if (!known.includes(name)) problems.push(`unknown option ${name}`);
    else if (value === undefined || value === "" || value.startsWith("--")) problems.push(`${name} needs a value`);
    else if (given.has(name)) problems.push(`${name} is given twice`);
    else given.set(name, value);
    if (known.includes(name) && value !== undefined && !value.startsWith("--")) i++;
  }
  return { given, problems };
}

/**
 * @param {readonly string[]} argv
 * @param {string} root relative folders are below it
 * @returns {{ options: Options } | { problems: string[] }}
 */
export function parseOptions(argv, root) {
  const { given, problems } = pairs(argv);
  const text = (/** @type {string} */ name, /** @type {string} */ otherwise) => given.get(name) ?? otherwise;
  const port = wholeNumber(text("--port", "8080"), 0, 65_535);
  if (port === null) problems.push(`--port ${text("--port", "")}: not a port (0 to 65535)`);
  const ingest = wholeNumber(text("--ingest", "2"), 1, INGEST_MAX);
  if (ingest === null) problems.push(`--ingest ${text("--ingest", "")}: not a number from 1 to ${INGEST_MAX}`);
  const seed = given.get("--seed") ?? null;
  if (seed !== null && seed !== "demo" && seed !== "none") problems.push(`--seed ${seed}: neither demo nor none`);
  const host = text("--host", "127.0.0.1");
  if (host !== "localhost" && isIP(host) === 0) problems.push(`--host ${host}: not an IP address`);
  const cert = given.get("--tls-cert");
  const key = given.get("--tls-key");
  if ((cert === undefined) !== (key === undefined)) problems.push("--tls-cert and --tls-key go together");
  const tls =
    cert === undefined || key === undefined ? null : { certFile: resolve(root, cert), keyFile: resolve(root, key) };
  if (tls === null && cert === undefined && key === undefined && isIP(host) !== 0 && !isLoopback(host)) {
    problems.push(
      `--host ${host} needs --tls-cert and --tls-key: on plain HTTP a tablet has no WebCrypto, no service worker and no wake lock`,
    );
  }
  if (problems.length > 0 || port === null || ingest === null || (seed !== null && seed !== "demo" && seed !== "none"))
    return { problems };
  return { options: { port, host, tls, data: resolve(root, text("--data", "var")), ingest, seed } };
}
