// @ts-check
/** The packages of node_modules: present and of the versions that the lockfile names. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 */
function packagesOf(file) {
  if (!existsSync(file)) return null;
  try {
    /** @type {{ packages?: Record<string, LockedPackage> }} */
    const lock = JSON.parse(readFileSync(file, "utf8"));
    return lock.packages ?? null;
  } catch {
    return null; // cut short: the same as absent, `npm ci` writes it anew
  }
}

/**
 * npm writes down what it has installed, at the very end: comparing that with the lockfile needs no stamp of our own
 * and notices an interrupted installation.
 * @param {string} root
 * @returns {boolean}
 */
export function packagesAreStale(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || installed === null) return true;
  for (const [path, want] of Object.entries(wanted)) {
    if (path === "") continue;
    const have = installed[path];
    // Optional packages of other machines are not installed.
    if (have === undefined && (want.optional === true || want.devOptional === true)) continue;
    if (have === undefined || have.version !== want.version || have.integrity !== want.integrity) return true;
  }
  return false;
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 */
export function installPackages(root, say) {
  if (!packagesAreStale(root)) return;
  say("installing packages (npm ci)");
  const npm = process.env["npm_execpath"];
  const command = npm === undefined ? "npm" : process.execPath;
  const args = [
    ...(npm === undefined ? [] : [npm]),
    "ci",
    "--include=dev",
    "--include=optional",
    "--ignore-scripts=false",
    "--no-audit",
    "--no-fund",
  ];
  const done = spawnSync(command, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (done.status === 0) return;
  // npm says what is wrong first and explains itself at length afterwards.
  const errors = done.stderr.split("\n").filter((line) => /^npm (error|ERR!) \S/.test(line));
  const why = done.error?.message ?? errors.slice(0, 8).join("\n");
  throw new Refusal(`npm ci failed:\n${why}`);
}
