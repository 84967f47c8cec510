// @ts-check
/** A certificate for platforms that a rehearsal starts for itself: of this machine, and trusted by that rehearsal alone. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findOrInstall } from "./debian.mjs";
import { certificateNames } from "./tls.mjs";

const DAYS = 365;
const DAY_MS = 86_400_000;

/**
 * Makes the pair once in `folder`, and anew when it is about to end.
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {{ certFile: string, keyFile: string } | null} null where openssl cannot be had
 */
export function rehearsalCertificate(folder, say) {
  const pair = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
  if (isGood(pair)) return pair;
  const openssl = findOrInstall({ package: "openssl", programs: ["openssl"], path: process.env["PATH"] ?? "", say });
  if (openssl === null) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = "subjectAltName=IP:127.0.0.1,DNS:localhost";
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", `${DAYS}`];
  const files = ["-keyout", pair.keyFile, "-out", pair.certFile];
  spawnSync(openssl, ["req", "-x509", ...curve, "-subj", "/CN=rehearsal", "-addext", names, ...files], {
    stdio: "ignore",
  });
  return isGood(pair) ? pair : null;
}

/** @param {{ certFile: string, keyFile: string }} pair */
function isGood(pair) {
  try {
    return certificateNames(pair, Date.now() + DAY_MS).length > 0;
  } catch {
    return false; // not there yet, or too old
  }
}
