import { describe, expect, test } from "vitest";
import { mergePlans } from "#domain/competition/merge-plan";
import type { CompetitionPlan } from "#domain/competition/plan";
import { aPlan, aProgramme, aUnit } from "#domain/competition/testing/a-plan";

const BASE = aPlan({ programmes: [aProgramme("MED", 3), aProgramme("PHA", 2)] });
const merge = (mine: Partial<CompetitionPlan>, theirs: Partial<CompetitionPlan>) =>
  mergePlans(BASE, { ...BASE, ...mine }, { ...BASE, ...theirs });
const programmes = (...places: readonly [code: string, places: number][]) => ({
  programmes: places.map(([code, n]) => aProgramme(code, n)),
});

describe("R42: two who edit the same rules", () => {
  test("what only one of them changed is as that one wants it, down to one field of one programme", () => {
    const named = aProgramme("MED", 3, { name: "Medicine" });
    const { both, plan } = merge(
      { title: "Mine", programmes: [named, aProgramme("PHA", 2)] },
      { shortTitle: "Theirs", ...programmes(["MED", 9], ["PHA", 2]) },
    );
    expect(both).toEqual([]);
    expect(plan).toEqual({
      ...BASE,
      ...{ title: "Mine", shortTitle: "Theirs", programmes: [{ ...named, places: 9 }, aProgramme("PHA", 2)] },
    });
  });

  test("what one adds or removes stays added or removed, in the saved order", () => {
    const { both, plan } = merge(programmes(["ODO", 1], ["PHA", 2]), programmes(["PHA", 2], ["MED", 3], ["KIN", 4]));
    expect(both).toEqual([]);
    expect(plan.programmes.map(({ code }) => code)).toEqual(["PHA", "KIN", "ODO"]);
  });

  test("where both changed the same place, the saved version stands and the place is told", () => {
    const mine = { ...programmes(["MED", 4], ["PHA", 5]), units: [aUnit("UE1"), aUnit("UE9")], missing: { as: "ABS" } };
    const { both, plan } = merge(mine, {
      ...programmes(["PHA", 6]),
      ...{ units: [aUnit("UE1"), aUnit("UE9", { ects: 1 })], missing: { as: "ABS" } },
    });
    // PHA has two numbers; MED was removed by one and changed by the other; UE9 was added by both.
    expect(both).toEqual(["units[1]", "programmes[0].places", "programmes[1]"]);
    expect(plan.programmes).toEqual([aProgramme("PHA", 6)]);
    expect(plan.missing).toEqual({ as: "ABS" });
  });

  test("nothing of mine is theirs, and nothing of theirs is mine", () => {
    expect(merge({}, programmes(["MED", 1]))).toEqual({ plan: { ...BASE, ...programmes(["MED", 1]) }, both: [] });
    expect(merge(programmes(["MED", 1]), {})).toEqual({ plan: { ...BASE, ...programmes(["MED", 1]) }, both: [] });
  });
});
