import { expect, test } from "vitest";
import { RankingRules } from "#contracts/ranking/rules";
import { rulesProblems } from "#domain/ranking/rules-problems";
import { aRanking, someRules } from "#domain/ranking/testing/competition";

test("R1, R3: any number of programmes, each with a short and a long name, below one trunk of units and fields", () => {
  const rankings = Array.from({ length: 200 }, (_, n) =>
    aRanking({ code: `P${n}`, name: `Programme ${n}`, shortName: `P.${n}` }),
  );
  const rules = someRules({ rankings });
  expect(RankingRules.parse(rules)).toEqual(rules);
  expect(rulesProblems(rules)).toEqual([]);
});

test("R2: special codes, and which of totals and ranks are computed, are data of the competition", () => {
  const rules = someRules({
    codes: [{ code: "ABI", effect: "excludes-here", in: { GEN: "zero" } }],
    missing: { as: "ABI" },
    rankings: [
      aRanking(),
      aRanking({ code: "T", ranks: "none" }),
      aRanking({ code: "I", totals: "imported", coefficients: undefined }),
    ],
  });
  expect(RankingRules.safeParse(rules).success).toBe(true);
  expect(rulesProblems(rules)).toEqual([]);
});
