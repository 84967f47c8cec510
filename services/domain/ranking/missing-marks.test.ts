import { expect, test } from "vitest";
import { missingMarks } from "#domain/ranking/missing-marks";
import { aRanking, inputOf, someRules } from "#domain/ranking/testing/competition";

const rankings = [
  aRanking({ code: "MED", enrolled: "listed", coefficients: { UE1: 1, UE3: 1 } }),
  aRanking({ code: "PHA", enrolled: "listed", coefficients: { UE3: 1 } }),
];
const people = {
  A: { marks: { UE1: 1 }, enrolled: ["MED", "PHA"] },
  B: { marks: {}, enrolled: ["PHA"] },
  C: { marks: {}, enrolled: [] },
  D: { marks: { UE1: "ABS", UE3: 1 }, enrolled: ["MED"] },
};

test("a line is missing only where its unit counts for someone who is enrolled; a special code is a line", () => {
  const rules = someRules({ rankings, missing: "refuse" });
  expect(missingMarks(rules, inputOf(rules, people)).map(({ message }) => message)).toEqual([
    "candidate A has no line for UE3, which counts in MED, PHA",
    "candidate B has no line for UE3, which counts in PHA",
  ]);
});

test("nothing is missing where the rules say what a missing line stands for", () => {
  const rules = someRules({ rankings, missing: { as: "ABS" } });
  expect(missingMarks(rules, inputOf(rules, people))).toEqual([]);
});
