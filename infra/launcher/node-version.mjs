// @ts-check
/** This file must be readable by any Node that knows modules: it is what tells an old one that it is too old. */

/** Oldest Node that the packages accept. */
const OLDEST = [20, 19];

/**
 * @param {string} version as process.versions.node
 * @returns {string | null} why this Node cannot be used
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  const enough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return enough ? null : `Node ${version} is too old: ${oldestMajor}.${oldestMinor} or newer is needed`;
}

/** Ends the process when this Node is too old, before any newer syntax is read. */
export function demandNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return;
  process.stderr.write(`amphi: ${problem}\n`);
  process.exit(1);
}
