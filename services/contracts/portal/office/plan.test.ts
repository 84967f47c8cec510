import { expect, test } from "vitest";
import { CompetitionPlan } from "#contracts/portal/office/plan";
import { aPlan } from "#domain/competition/testing/a-plan";

test("a plan is read back as it is written", () => {
  const plan = aPlan();
  expect(CompetitionPlan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});
