// @ts-check
/** Programs that no npm package carries, installed from Debian where that is allowed. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/**
 * @param {readonly string[]} names
 * @param {string} path as the variable PATH
 * @returns {string | null} full name of the first program found
 */
export function findProgram(names, path) {
  for (const name of names) {
    for (const folder of path.split(":").filter((f) => f !== "")) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue; // not in this folder
      }
    }
  }
  return null;
}

/**
 * @param {{ package: string, programs: readonly string[], path: string, say: (line: string) => void, isRoot?: boolean }} what
 * @returns {string | null} the program; null when it is absent and could not be installed
 */
export function findOrInstall({ package: name, programs, path, say, isRoot = process.getuid?.() === 0 }) {
  const present = findProgram(programs, path);
  if (present !== null) return present;
  const apt = findProgram(["apt-get"], path);
  if (!isRoot || apt === null) return null;
  say(`installing ${name} from Debian (apt-get install ${name})`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    spawnSync(apt, ["install", "-y", "-qq", "--no-install-recommends", name], { env, stdio: "ignore" }).status === 0;
  // The lists of a fresh image are empty; those of an old one may name files that are gone.
  if (!install()) {
    spawnSync(apt, ["update", "-qq"], { env, stdio: "ignore" });
    install();
  }
  return findProgram(programs, path);
}
