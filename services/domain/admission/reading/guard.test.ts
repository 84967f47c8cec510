import { describe, expect, test } from "vitest";
import { readInput } from "#domain/admission/reading/read-input";
import type { ProgrammeFile } from "#domain/admission/testing/input-file";

/** A programme for candidates with these categories. */
function rulesOf(found: readonly string[][], programme: object): readonly string[] {
  const file = {
    programmes: [{ id: "P", places: 5, ranking: [], ...programme }],
    candidates: found.map((categories, i) => ({ id: `c${i}`, wishes: [], categories })),
  };
  const read = readInput(file);
  return "problems" in read ? read.problems.map(({ rule, place }) => `${place} ${rule}`) : [];
}
const capped = (...categories: string[]): Partial<ProgrammeFile> => ({
  caps: categories.map((category) => ({ category, max: 1 })),
});
const quota = (...categories: string[]): Partial<ProgrammeFile> => ({
  overQuota: categories.map((category) => ({ category, max: 1 })),
});

describe("what breaks the guarantees is refused", () => {
  test.each([
    ["caps that overlap", [["a", "b"], ["a"], ["b"]], capped("a", "b"), ["programmes[0].caps[1] overlapping-caps"]],
    [
      "a cap that crosses an over-quota category",
      [["a", "f"], ["a"], ["f"]],
      { ...quota("f"), ...capped("a") },
      ["programmes[0].caps[0] crossing-cap"],
    ],
    [
      "a cap around an over-quota category",
      [["a", "f"], ["a"]],
      { ...quota("f"), ...capped("a") },
      ["programmes[0].caps[0] crossing-cap"],
    ],
    [
      "over-quota categories that overlap",
      [["f", "g"]],
      quota("f", "g"),
      ["programmes[0].overQuota[1] overlapping-over-quota"],
    ],
    [
      "a category that stands twice",
      [["f"]],
      { ...quota("f", "f"), ...capped("f", "f") },
      ["programmes[0].overQuota[1] repeated-category", "programmes[0].caps[1] repeated-category"],
    ],
    ["a hard minimum", [], { caps: [{ category: "a", max: 1, min: 1 }] }, ["programmes[0].caps[0].min unknown-key"]],
    [
      "a percentage of the admitted",
      [],
      { overQuota: [{ category: "a", percentOfAdmitted: 8 }] },
      ["programmes[0].overQuota[0].percentOfAdmitted unknown-key", "programmes[0].overQuota[0] most"],
    ],
    [
      "a number and a percentage",
      [],
      { overQuota: [{ category: "a", max: 1, percent: 8 }] },
      ["programmes[0].overQuota[0] most"],
    ],
    [
      "half a percent",
      [],
      { overQuota: [{ category: "a", percent: 0.5 }] },
      ["programmes[0].overQuota[0].percent number"],
    ],
  ] as const)("%s", (_name, found, programme, problems) => {
    expect(rulesOf(found as unknown as string[][], programme)).toEqual(problems);
  });
  test.each([
    ["caps apart", [["a"], ["b"]], capped("a", "b")],
    ["a cap within a cap", [["a", "b"], ["a"]], capped("a", "b")],
    ["a cap within an over-quota category", [["a", "f"], ["f"]], { ...quota("f"), ...capped("a") }],
    ["a cap on the over-quota category itself", [["f"]], { ...quota("f"), ...capped("f") }],
    ["a cap apart from it", [["a"], ["f"]], { ...quota("f"), ...capped("a") }],
  ])("and %s is let through", (_name, found, programme) => {
    expect(rulesOf(found, programme)).toEqual([]);
  });
});

describe("what is held must be in the frozen lists", () => {
  const file = (over: object): unknown => ({
    programmes: [
      { id: "P", places: 1, ranking: ["a"] },
      { id: "Q", places: 1, ranking: ["a", "b"] },
    ],
    candidates: [
      { id: "a", wishes: ["P"] },
      { id: "b", wishes: ["P", "Q"] },
    ],
    ...over,
  });
  test.each([
    [{ previous: { b: "P" } }, ['previous["b"] seat-not-ranked']],
    [{ previous: { a: "Q" } }, ['previous["a"] seat-not-wished']],
    [{ previous: { z: "P", a: "Z" } }, ['previous["z"] unknown-id', 'previous["a"] unknown-id']],
    [{ previous: { b: null } }, []],
    [{ additional: { b: "P" } }, ['additional["b"] seat-not-ranked']],
    [{ locked: ["b"] }, ["locked[0] locked-without-seat"]],
    [{ previous: { b: "Q" }, locked: ["b", "b"] }, ["locked[1] duplicate"]],
    [{ previous: { b: "Q" }, locked: ["b"], resigned: ["b"] }, ["locked[0] locked-and-resigned"]],
    [{ resigned: ["a", { id: "a" }, 3] }, ["resigned[1] duplicate", "resigned[2] shape"]],
    [{ resigned: [{ id: "b", keepsBelow: true }] }, ["resigned[0] keeps-below-nothing"]],
    [{ resigned: ["b"], additional: { b: "Q" } }, ['additional["b"] additional']],
  ])("%j", (over, problems) => {
    const read = readInput(file(over));
    const found = "problems" in read ? read.problems.map(({ rule, place }) => `${place} ${rule}`) : [];
    expect(found.filter((line) => !line.endsWith("missing"))).toEqual(problems);
  });
});
