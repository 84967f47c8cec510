import { describe, expect, test } from "vitest";
import { readExtraTime } from "#domain/exam/extra-time";

describe("extra time in a file", () => {
  test.each([
    ["", 1, 1],
    ["1", 1, 1],
    ["non", 1, 1],
    ["4/3", 4, 3],
    ["8 / 6", 4, 3],
    ["1,33", 4, 3],
    ["1.333", 4, 3],
    ["33 %", 4, 3],
    ["Tiers temps", 4, 3],
    ["OUI", 4, 3],
    ["1,25", 5, 4],
    ["+20%", 6, 5],
    ["0%", 1, 1],
  ])("reads %j as %i/%i", (text, numerator, denominator) => {
    expect(readExtraTime(text)).toEqual({ numerator, denominator });
  });

  test.each(["2", "3/2", "1.4", "0,9", "1/0", "50 %", "beaucoup", "-1", "1e3", "4/", "0"])("refuses %j", (text) => {
    expect(readExtraTime(text)).toBeNull();
  });
});
