import { expect, test } from "vitest";
import { fieldKey } from "#domain/ranking/criteria";
import type { FieldTieBreak } from "#domain/ranking/rules";

const by = (as: FieldTieBreak["as"]): FieldTieBreak => ({
  by: "field",
  field: "f",
  as,
  first: "lowest",
  missing: "last",
});

test("a date is a day of the calendar, in either order; nothing else is taken for one", () => {
  const dates = [
    "2004-02-29",
    "29/02/2000",
    "31/12/1999",
    "2003-02-29",
    "29/02/1900",
    "2004-04-31",
    "2004-13-01",
    "1/2/2004",
    "2004-00-10",
  ];
  expect(dates.map((date) => fieldKey(by("date"), date))).toEqual([
    20040229,
    20000229,
    19991231,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("numbers are whole, listed values are those listed, texts are anything", () => {
  expect(["12", "-3", "1.5", "x", "1234567890123456"].map((one) => fieldKey(by("number"), one))).toEqual([
    12,
    -3,
    null,
    null,
    null,
  ]);
  expect(["no", "yes", "NO"].map((one) => fieldKey(by(["no", "yes"]), one))).toEqual([0, 1, null]);
  expect(fieldKey(by("text"), "Élan")).toBe("Élan");
});
