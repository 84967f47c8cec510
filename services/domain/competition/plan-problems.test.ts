import { expect, test } from "vitest";
import { emptyPlan } from "#domain/competition/plan";
import { planProblems } from "#domain/competition/plan-problems";
import { rankingRulesOf } from "#domain/competition/ranking-rules";
import { aPlan, aProgramme, aUnit } from "#domain/competition/testing/a-plan";
import { fitsMask } from "#domain/competition/student-number";

const placesOf = (over: Parameters<typeof aPlan>[0]) =>
  planProblems(aPlan(over)).map(({ place, rule }) => `${place} ${rule}`);

test("R3: trunk, units, programmes and reorientation in one document", () => {
  const plan = aPlan();
  expect(planProblems(plan)).toEqual([]);
  expect(rankingRulesOf(plan)?.rankings.map(({ code, enrolled }) => [code, enrolled])).toEqual([
    ["ALL", "everyone"],
    ["MED", "listed"],
    ["PHA", "listed"],
  ]);
});

test("R7: no programmes, no ranks, nothing to add up: plans like any other", () => {
  const bare = emptyPlan("A plain exam", "Exam", "2026-09-01");
  expect([planProblems(bare), rankingRulesOf(bare)]).toEqual([[], null]);
  const totalsOnly = aPlan({
    ...{ programmes: [], admissions: "none" },
    rankings: [{ code: "ALL", name: "All", totals: "computed", ranks: "none", coefficients: "ects", tieBreaks: [] }],
  });
  expect(planProblems(totalsOnly)).toEqual([]);
});

test("every contradiction is told at once, at its place in the plan", () => {
  expect(
    placesOf({
      identityFields: [
        { code: "abroad", name: "Abroad", kind: "choice", values: ["yes"], needed: true },
        { code: "abroad", name: "Again", kind: "text", values: ["no"], needed: true },
      ],
      programmes: [
        aProgramme("MED", 1, { coefficients: { UE9: 1 }, caps: [{ category: "nobody", max: 1 }] }),
        aProgramme("MED", 1, { ranks: "none", overQuota: [{ category: "abroad", beyondCap: "refuse" }] }),
      ],
    }),
  ).toEqual([
    "identityFields[1].code repeated",
    "identityFields[0].values values",
    "identityFields[1].values values",
    "categories[1].field unknown",
    "rankings[0].tieBreaks[0].field unknown",
    "programmes[1].code repeated",
    "programmes[0].coefficients.UE9 unknown",
    "programmes[0].coefficients no-units",
    "programmes[0].caps[0].category unknown",
    "programmes[1].overQuota[0] most",
    "programmes[1].ranks no-ranks",
  ]);
});

test("reorientation and windows: of a ranking of everybody, one condition, one window after the other", () => {
  const strategy = {
    code: "T1",
    name: "Term 1",
    ranking: "ALL",
    moment: "before-admissions",
    only: [],
    except: [],
  } as const;
  expect(placesOf({ reorientations: [{ ...strategy, worstPercent: 15 }] })).toEqual([]);
  expect(placesOf({ reorientations: [{ ...strategy, ranking: "MED", only: ["x"] }] })).toEqual([
    "reorientations[0].ranking unknown",
    "reorientations[0] condition",
    "reorientations[0].only[0] unknown",
  ]);
  const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, "0")}:00:00Z`;
  const windows = [
    { name: "First", opensAt: at(8), closesAt: at(10) },
    { name: "Second", opensAt: at(9), closesAt: at(9) },
  ];
  expect(placesOf({ wishes: { most: 0, windows } })).toEqual([
    "wishes.windows[1].closesAt order",
    "wishes.windows[1].opensAt order",
  ]);
});

test("a total that would not be exact is refused at the programme", () => {
  const units = [aUnit("UE1", { scale: 1e12 }), aUnit("UE2")];
  expect(placesOf({ units, programmes: [aProgramme("MED", 1, { coefficients: { UE1: 1_000_000 } })] })).toEqual([
    "programmes[0].coefficients too-large",
  ]);
});

test("R2: the format of student numbers is a mask", () => {
  expect(["21012345", "2101234", "2101234A", "A1"].map((one) => fitsMask("99999999", one))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([fitsMask("A9-**", "B7-X1"), fitsMask("A9-**", "b7-X1"), fitsMask("", "b7.x"), fitsMask("", "=1")]).toEqual([
    ...[true, false, true, false],
  ]);
});
