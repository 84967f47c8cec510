// @ts-check
/** The certificate that tablets will see, checked before anything is started. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { messageOf, Refusal } from "./refusal.mjs";

/**
 * @param {string} option
 * @param {string} file
 */
function read(option, file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(`${option} ${file}: ${messageOf(error)}`);
  }
}

/**
 * @template T
 * @param {string} option
 * @param {string} file
 * @param {() => T} parse
 */
function parsed(option, file, parse) {
  try {
    return parse();
  } catch (error) {
    throw new Refusal(`${option} ${file}: not readable as PEM (${messageOf(error)})`);
  }
}

/**
 * Refuses a pair that does not belong together or is out of date.
 * @param {{ certFile: string, keyFile: string }} tls
 * @param {number} nowMs
 * @returns {string[]} host names of the certificate, without patterns
 */
export function certificateNames({ certFile, keyFile }, nowMs) {
  const certText = read("--tls-cert", certFile);
  const keyText = read("--tls-key", keyFile);
  const certificate = parsed("--tls-cert", certFile, () => new X509Certificate(certText));
  const key = parsed("--tls-key", keyFile, () => createPrivateKey(keyText));
  if (!certificate.checkPrivateKey(key)) throw new Refusal(`--tls-key ${keyFile} is not the key of ${certFile}`);
  if (Date.parse(certificate.validTo) < nowMs)
    throw new Refusal(`--tls-cert ${certFile} ended on ${certificate.validTo}`);
  const names = (certificate.subjectAltName ?? "").split(",").map((part) => part.trim());
  return names
    .filter((name) => name.startsWith("DNS:") || name.startsWith("IP Address:"))
    .map((name) => name.slice(name.indexOf(":") + 1))
    .filter((name) => !name.includes("*"));
}
