import { describe, expect, test } from "vitest";
import { inputOf } from "#domain/admission/testing/input-file";
import { allocate } from "#domain/admission/allocate";
import type { Enrolled } from "#domain/competition/people";
import { type Audience, type CompetitionPlan, emptyPlan, type Shown } from "#domain/competition/plan";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import { prepareResults, type Released } from "#domain/student/prepare-results";

const programme = (code: string, name: string) => ({
  ...{ code, name, totals: "none", ranks: "computed", tieBreaks: [], coefficients: { U1: 1 } },
  ...{ places: 1, overQuota: [], caps: [] },
});
const plan = (visibility: Partial<Record<Shown, Audience>> = {}): CompetitionPlan =>
  ({
    ...emptyPlan("First year", "PASS", "2026-09-01"),
    units: [{ code: "U1", name: "Anatomy", scale: 20_000, term: 1, source: "office", teachers: [] }],
    programmes: [programme("MED", "Medicine"), programme("PHA", "Pharmacy")],
    visibility: { ...emptyPlan("", "", "").visibility, ...visibility },
  }) as CompetitionPlan;
const person = (personId: number): Enrolled => ({
  personId,
  studentNumber: `S${personId}`,
  anonymityNumber: null,
  identity: {},
  programmes: ["MED", "PHA"],
});
const ranking = (code: string, ranks: (number | null)[]) => ({
  ...{ code, outOf: null, criteria: [], totals: [null, null, null], ranks },
  statuses: ["ranked", "ranked", "ranked"] as const,
  decidedBy: [null, null, null],
  excludedBy: [null, null, null],
});
const ranks: StoredRanks = {
  people: [1, 2, 3],
  rankings: [ranking("MED", [1, 2, 3]), ranking("PHA", [1, 2, 3])],
};
function released(visibility: Partial<Record<Shown, Audience>> = {}): Released {
  const input = inputOf({
    programmes: ["MED", "PHA"].map((id) => ({ id, places: 1, ranking: ["S1", "S2", "S3"] })),
    candidates: [1, 2, 3].map((n) => ({ id: `S${n}`, wishes: ["MED", "PHA"] })),
  });
  const { mode, seats } = allocate(input.market, input.round);
  return {
    plan: plan(visibility),
    people: [1, 2, 3].map(person),
    marks: [1, 2, 3].map((n) => ({ personId: n, unit: "U1", value: { mark: 20_000 - n, maximum: 20_000 } })),
    ranks,
    round: {
      ...{ number: 1, input, result: { seats, mode } },
      candidateOf: new Map([1, 2, 3].map((n) => [n, `S${n}`])),
    },
    reoriented: new Map([[3, "term 1"]]),
  };
}

describe("what a student will read", () => {
  test("own rank, last admitted rank, waiting position and the reasons", () => {
    const { own } = prepareResults(released());
    expect(own.get(2)?.seat).toEqual({
      ...{ round: 1, programme: "Pharmacy", code: "PHA", wish: 2 },
      wishes: [
        { programme: "Medicine", number: 1, rank: 2, lastRank: 1, waiting: 1, outcome: "full" },
        { programme: "Pharmacy", number: 2, rank: 2, lastRank: 2, waiting: null, outcome: "admitted" },
      ],
    });
    expect(own.get(3)?.seat?.wishes.map(({ waiting }) => waiting)).toEqual([2, 1]);
    expect(own.get(2)?.explanation?.fr).toContain("admis à votre 2e vœu");
    expect(own.get(2)?.marks).toEqual([{ unit: "Anatomy", value: { mark: 19_998, maximum: 20_000 } }]);
    expect(own.get(2)?.rankings?.[0]).toMatchObject({ ranking: "Medicine", rank: 2, ranked: 3 });
    expect(own.get(3)?.reorientation).toBe("term 1");
  });
});

describe("R39: students see all or only their own, per kind of data, and a global view hides identity", () => {
  test("what is shown to nobody is not in the document", () => {
    const kinds = ["marks", "totals", "ranks", "wishes", "seat", "explanation"] as const;
    const nothing = Object.fromEntries(kinds.map((kind) => [kind, "nobody"]));
    const { everyone, own } = prepareResults(released(nothing));
    expect(own.get(1)).toEqual({ marks: null, rankings: null, seat: null, explanation: null, reorientation: null });
    expect(everyone).toBe(null);
    const noRanks = prepareResults(released({ ranks: "nobody", totals: "nobody" })).own.get(2);
    expect(noRanks?.rankings).toBe(null);
    // neither in the wishes nor in the sentences
    expect(noRanks?.seat?.wishes.map(({ lastRank, rank }) => [rank, lastRank])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(noRanks?.explanation).toBe(null);
  });
  test("their own alone, unless the rules say everyone", () => {
    expect(prepareResults(released()).everyone).toBe(null);
    const { everyone } = prepareResults(released({ ranks: "everyone", seat: "everyone", marks: "everyone" }));
    expect(everyone?.rankings[0]).toEqual({
      ranking: "Medicine",
      outOf: null,
      lines: [
        { rank: 1, total: null, seat: "Medicine" },
        { rank: 2, total: null, seat: "Pharmacy" },
        { rank: 3, total: null, seat: null },
      ],
    });
    expect(everyone?.marks).toEqual([{ unit: "Anatomy", marks: [19_999, 19_998, 19_997] }]);
    expect(JSON.stringify(everyone)).not.toMatch(/S[123]/);
    expect(prepareResults(released({ wishes: "everyone" })).everyone?.wishes).toEqual([
      { programme: "Medicine", first: 3, all: 3 },
      { programme: "Pharmacy", first: 0, all: 3 },
    ]);
  });
});
