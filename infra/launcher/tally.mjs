// @ts-check
/** Adds up what steps report. */
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {FileReport[]} testResults
 */

/**
 * @typedef {object} FileReport
 * @property {string} name path of the file
 * @property {string} status
 * @property {string} [message] why it did not load
 * @property {{ status: string, fullName: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * What failed, a few lines each: the first thing that somebody reads who has only the head of a log.
 * @param {string | null} report
 * @returns {string[]}
 */
export function failuresOf(report) {
  if (report === null || !existsSync(report)) return [];
  /** @type {VitestReport} */
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && assertionResults.length === 0) return [`${name}: ${firstLines(message ?? "")}`];
    return failed.map((test) => `${name} > ${test.fullName}: ${firstLines(test.failureMessages?.[0] ?? "")}`);
  });
}

const firstLines = (/** @type {string} */ message) => message.split("\n", 4).join("\n    ").slice(0, 600);

/**
 * A file that does not even load has no tests to fail, and a run that ends without a report has failed: both count.
 * @param {string | null} report
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyOf(report, exitCode) {
  if (report === null)
    return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  if (!existsSync(report)) return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  /** @type {VitestReport} */
  const result = JSON.parse(readFileSync(report, "utf8"));
  const unloadable = result.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0).length;
  const failed = result.numFailedTests + unloadable;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export const sumOf = (tallies) => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  skipped: tallies.reduce((sum, tally) => sum + tally.skipped, 0),
});

/** @param {Tally} tally */
export const tallyLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
