// @ts-check
/** Whether an output was built from the present sources: the print of its inputs is stored beside it. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STAMP = ".built-from";
const NOT_INPUT = /(\.(test|prop\.test|redis\.test|pg\.test|sim\.test|e2e\.test)\.ts|\.md)$/;

/**
 * @param {string} root
 * @param {string} path a file or folder, from the root
 * @returns {string[]} files, in a stable order
 */
function filesOf(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  /** @type {import("node:fs").Dirent[]} */
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch {
    return [path]; // a file, not a folder
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(root, join(path, entry.name)) : [join(path, entry.name)]));
}

/**
 * @param {string} root
 * @param {readonly string[]} inputs files and folders, from the root
 * @returns {string} changes when a name or a byte of any input changes; tests and notes do not count
 */
export function printOf(root, inputs) {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => filesOf(root, input)).filter((file) => !NOT_INPUT.test(file))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} output folder
 * @param {string} print
 * @returns {boolean}
 */
export function isFresh(output, print) {
  const stamp = join(output, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === print;
}

/**
 * @param {string} output
 * @param {string} print
 */
export function markBuilt(output, print) {
  writeFileSync(join(output, STAMP), print);
}
