import { expect, test } from "vitest";
import { thousandthsOf } from "#domain/ranking/points";

test("points of an office as thousandths; anything that is no such number is not guessed at", () => {
  const written = ["12", "12,5", "12.25", "0,125", "007", "", "12,3456", "-1", "1e3", ",5", "12 500", "1.2.3"];
  expect(written.map(thousandthsOf)).toEqual([
    "12000",
    "12500",
    "12250",
    "125",
    "7000",
    "",
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
