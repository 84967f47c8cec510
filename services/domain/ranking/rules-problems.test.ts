import { describe, expect, test } from "vitest";
import { problemLine } from "#domain/exam/problem";
import type { RankingRules } from "#domain/ranking/rules";
import { rulesProblems } from "#domain/ranking/rules-problems";
import { aRanking, someRules } from "#domain/ranking/testing/competition";

const linesOf = (over: Partial<RankingRules>) => rulesProblems(someRules(over)).map(problemLine);

describe("rules that contradict themselves are refused with their place", () => {
  const field = { by: "field", field: "born", as: "date", first: "lowest", missing: "last" } as const;
  const cases: Record<string, [Partial<RankingRules>, string[]]> = {
    "a unit twice": [
      { units: ["UE1", "UE2", "UE1"].map((code) => ({ code, name: code, scale: 20_000 })) },
      ['units[2].code: "UE1" is already units[0]'],
    ],
    "an unknown unit": [
      {
        rankings: [
          aRanking({
            coefficients: { UE9: 1 },
            tieBreaks: [{ by: "mark", unit: "UE8", first: "highest", missing: "last" }],
          }),
        ],
      },
      [
        'rankings[0].coefficients.UE9: no unit "UE9"',
        "rankings[0].coefficients: no unit counts",
        'rankings[0].tieBreaks[0].unit: no unit "UE8"',
      ],
    ],
    "an unknown code": [{ missing: { as: "ABI" } }, ['missing.as: no special code "ABI"']],
    "an unknown ranking": [
      { codes: [{ code: "ABS", effect: "zero", in: { MED: "neutral" } }] },
      ['codes[0].in.MED: no ranking has the code "MED"'],
    ],
    "coefficients for nothing": [
      { rankings: [aRanking({ totals: "imported" })] },
      ["rankings[0].coefficients: coefficients count for nothing where totals are not computed"],
    ],
    "no coefficients": [
      { rankings: [aRanking({ coefficients: undefined })] },
      ["rankings[0].coefficients: is missing: totals are computed"],
    ],
    "ranks without totals": [
      { rankings: [aRanking({ totals: "none", coefficients: undefined })] },
      ["rankings[0].ranks: ranks cannot be computed without totals"],
    ],
    "tie-breaks for nothing": [
      { rankings: [aRanking({ ranks: "imported", tieBreaks: [field] })] },
      ["rankings[0].tieBreaks: tie-breaks count for nothing where ranks are not computed"],
    ],
    "a common unit without ECTS": [
      { units: [{ code: "UE1", name: "", scale: 1, common: true }], rankings: [aRanking({ coefficients: "ects" })] },
      ["units[0].ects: is missing: GEN counts common units by ECTS"],
    ],
    "a direction of a list": [
      { rankings: [aRanking({ tieBreaks: [{ ...field, as: ["no", "yes", "no"] }] })] },
      [
        'rankings[0].tieBreaks[0].first: is "listed" for a list of values, "highest" or "lowest" otherwise',
        "rankings[0].tieBreaks[0].as: a value stands twice",
      ],
    ],
  };
  test.each(Object.entries(cases))("%s", (_name, [over, lines]) => {
    expect(linesOf(over)).toEqual(lines);
  });

  test("totals that would pass 2^53 − 1 are refused, the largest that does not is taken", () => {
    const sized = (scale: number) => ({
      units: [{ code: "UE1", name: "", scale }],
      rankings: [aRanking({ coefficients: { UE1: 1 } })],
    });
    expect(linesOf(sized(Number.MAX_SAFE_INTEGER))).toEqual([]);
    expect(linesOf({ ...sized(Number.MAX_SAFE_INTEGER), rankings: [aRanking({ coefficients: { UE1: 2 } })] })).toEqual([
      "rankings[0].coefficients: the largest total, Σ coefficient × scale, passes 2^53 − 1: totals would not be exact",
    ]);
  });
});
