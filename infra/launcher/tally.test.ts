import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { failuresOf, sumOf, tallyLine, tallyOf } from "./tally.mjs";

function report(numbers: object, testResults: object[] = []): string {
  const whole = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults, ...numbers };
  return join(temporaryFolder({ "report.json": JSON.stringify(whole) }), "report.json");
}

test("counts what vitest reports", () => {
  expect(tallyOf(report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 }), 1)).toEqual({
    passed: 7,
    failed: 2,
    skipped: 1,
  });
});

test.each([
  ["a file that does not load", () => report({ numPassedTests: 3 }, [{ status: "failed", assertionResults: [] }]), 1],
  ["a failure outside every test", () => report({ numPassedTests: 3 }), 1],
  ["no report at all", () => "/nowhere/report.json", 1],
  ["a step without tests", () => null, 1],
])("%s is one failure", (_what, file, exitCode) => {
  expect(tallyOf(file(), exitCode).failed).toBe(1);
});

test("the last line names skipped tests only when there are some", () => {
  const total = sumOf([tallyOf(null, 0), tallyOf(null, 1), { passed: 4, failed: 0, skipped: 0 }]);
  expect(tallyLine(total)).toBe("5 passed, 1 failed");
  expect(tallyLine({ passed: 5, failed: 0, skipped: 2 })).toBe("5 passed, 0 failed, 2 skipped");
});

test("names what failed and why, in a few lines", () => {
  const file = report({}, [
    {
      name: "/p/a.test.ts",
      status: "failed",
      assertionResults: [
        { status: "passed", fullName: "adds" },
        {
          status: "failed",
          fullName: "takes away",
          failureMessages: ["Error: 1 is not 2\n at a\n at b\n at c\n at d"],
        },
      ],
    },
    { name: "/p/b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
  ]);
  expect(failuresOf(file)).toEqual([
    "/p/a.test.ts > takes away: Error: 1 is not 2\n     at a\n     at b\n     at c",
    "/p/b.test.ts: no such module",
  ]);
  expect([failuresOf(null), failuresOf("/nowhere/report.json")]).toEqual([[], []]);
});
