import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { checkRequirements, requirementsQuoted } from "./requirements.ts";

test("numbers at the beginning of a title count, also several, also on the next line; others do not", () => {
  const text = [
    'test("R16: ranks are a strict order", () => {});',
    "describe('R1, R3: names', () => {});",
    'test(\n  "R27: a re-run; R28, R29: nobody loses", () => {});',
    'test.each(cases)("R10: codes", () => {});',
    'test("as R5 says", () => {});',
    "// R6: nothing",
  ].join("\n");
  expect(requirementsQuoted(text)).toEqual([16, 1, 3, 27, 28, 29, 10]);
});

test("a requirement without a test is named", () => {
  const titles = Array.from({ length: 45 }, (_, n) => `test("R${n + 1}: …", () => {});`).filter(
    (one) => !one.includes("R16:"),
  );
  const root = temporaryFolder({ "services/a.test.ts": titles.join("\n") });
  expect(checkRequirements(root).map(({ text }) => text)).toEqual(["no test's title quotes R16"]);
});
