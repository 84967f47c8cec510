// @ts-check
/** What `npm run check` and `npm test` run, each step a command of its own. */
import { join } from "node:path";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} args of node
 * @property {string | null} report file that vitest writes its results to; null: the step counts as one
 * @property {boolean} [standsBack] nothing in it has a deadline: it takes what others leave of the processors
 */

/**
 * @param {string} root
 * @param {string} script below node_modules
 */
const bin = (root, script) => join(root, "node_modules", script);

/**
 * @param {string} root
 * @returns {Step[]} independent of each other, without servers
 */
export function staticSteps(root) {
  const step = (/** @type {string} */ name, /** @type {string[]} */ ...args) => ({
    ...{ name, args, report: null, standsBack: true },
  });
  return [
    step("lint", bin(root, "eslint/bin/eslint.js"), "."),
    // Given a project, it reports whatever the compiler would, in components and everywhere else.
    step("types", bin(root, "svelte-check/bin/svelte-check"), "--tsconfig", "./tsconfig.json", "--fail-on-warnings"),
    step("format", bin(root, "prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "."),
    step("project rules", "--import", "tsx", "infra/checks/main.ts"),
  ];
}

/**
 * @param {string} root
 * @param {string} name
 * @param {readonly string[]} projects of vitest.config.ts
 * @param {string} folder for its report
 * @returns {Step}
 */
export function vitestStep(root, name, projects, folder) {
  const report = join(folder, `${projects.join("-")}.json`);
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, args: [bin(root, "vitest/vitest.mjs"), "run", "--passWithNoTests", ...chosen, ...reporters], report };
}
