// @ts-check
/** The secrets of an installation, made at the first start and kept: losing them would void every sign-in card. */
import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, Refusal } from "./refusal.mjs";

/** One login per process that uses the database. */
export const DATABASE_ROLES = /** @type {const} */ ([
  "amphi_drain",
  "amphi_control",
  "amphi_jobs",
  "amphi_packages",
  "amphi_marking",
  "amphi_portal",
]);

/**
 * @typedef {object} Secrets
 * @property {string} ticketKeys "keyId:hex", the first signs
 * @property {string} cardSecret hex, HMAC key of the sign-in codes
 * @property {string} staffSecret hex, seals the second factors of staff
 * @property {string} redisPassword of the private Redis servers
 * @property {string} ownerPassword of the private PostgreSQL
 * @property {Record<string, string>} rolePasswords
 */

/** @param {number} bytes */
const hex = (bytes) => randomBytes(bytes).toString("hex");

/** @returns {Secrets} */
const newSecrets = () => ({
  ticketKeys: `k1:${hex(32)}`,
  cardSecret: hex(32),
  staffSecret: hex(32),
  redisPassword: hex(24),
  ownerPassword: hex(24),
  rolePasswords: Object.fromEntries(DATABASE_ROLES.map((role) => [role, hex(24)])),
});

/**
 * Readable by the owner alone; on disk before anything relies on it.
 * @param {string} file
 * @param {string} content
 */
export function writePrivateFile(file, content) {
  const unfinished = `${file}.${process.pid}`;
  const descriptor = openSync(unfinished, "w", 0o600);
  writeSync(descriptor, content);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(unfinished, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}

/** Secrets that installations made before them lack: they are made when first needed. */
const MADE_LATER = ["staffSecret"];

/**
 * @param {string} data folder
 * @returns {Secrets}
 */
export function loadSecrets(data) {
  const file = join(data, "secrets.json");
  if (!existsSync(file)) writePrivateFile(file, JSON.stringify(newSecrets(), null, 2) + "\n");
  /** @type {Partial<Secrets>} */
  let read;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${messageOf(error)}`);
  }
  const expected = newSecrets();
  const missing = Object.keys(expected).filter((name) => !(name in read));
  const lost = missing.filter((name) => !MADE_LATER.includes(name));
  if (lost.length > 0) throw new Refusal(`${file} lacks ${lost.join(", ")}`);
  const whole = /** @type {Secrets} */ ({ staffSecret: expected.staffSecret, ...read });
  if (missing.length > 0) writePrivateFile(file, JSON.stringify(whole, null, 2) + "\n");
  return { ...whole, rolePasswords: { ...expected.rolePasswords, ...whole.rolePasswords } };
}

/**
 * The key that signs receipts and exports; its public half lies beside it, for whoever verifies.
 * @param {string} data folder
 * @returns {string} PEM file (PKCS #8, P-256)
 */
export function receiptKeyFile(data) {
  const file = join(data, "receipt-private-key.pem");
  if (!existsSync(file)) writePrivateFile(file, newPrivateKey());
  const publicFile = join(data, "receipt-public-key.pem");
  if (!existsSync(publicFile)) {
    const publicKey = createPublicKey(readFileSync(file, "utf8"));
    writePrivateFile(publicFile, publicKey.export({ type: "spki", format: "pem" }).toString());
  }
  return file;
}

/**
 * The exam office's key: answer files that tablets save are encrypted to its public half.
 * @param {string} data folder
 * @returns {string} PEM file (PKCS #8, P-256)
 */
export function answerFileKeyFile(data) {
  const file = join(data, "answer-file-private-key.pem");
  if (!existsSync(file)) writePrivateFile(file, newPrivateKey());
  return file;
}

/** @returns {string} PEM (PKCS #8) of a new key on P-256 */
function newPrivateKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * What tablets check manifests with.
 * @param {string} file of the private key
 * @returns {string} JWK coordinates, JSON
 */
export function manifestKey(file) {
  const { x, y } = createPublicKey(readFileSync(file, "utf8")).export({ format: "jwk" });
  return JSON.stringify({ x, y });
}
