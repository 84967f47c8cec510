import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { allocate } from "#domain/admission/allocate";
import { readInput } from "#domain/admission/reading/read-input";
import { readReorientation } from "#domain/admission/reorientation/read-strategy";
import { reorient } from "#domain/admission/reorientation/reorient";
import { type AllocationFile, firstRoundFile, nextRoundFile } from "#domain/competition/allocation-file";
import type { CompetitionPlan, PlanReorientation } from "#domain/competition/plan";
import { rankingInputOf, type CompetitionRows } from "#domain/competition/ranking-input";
import { rankingRulesOf } from "#domain/competition/ranking-rules";
import { reorientationFile } from "#domain/competition/reorientation-file";
import { ranksIn, storedRanksOf } from "#domain/competition/stored-ranks";
import { aMark, aPerson, aPlan } from "#domain/competition/testing/a-plan";
import { rank } from "#domain/ranking/rank";

/** Four people: 1 is best, and from abroad; 3 repeats; 4 is enrolled in Pharmacy alone. */
const PEOPLE = [
  aPerson(1, { identity: { abroad: "yes", repeater: "no", born: "2004-05-05" } }),
  aPerson(2),
  aPerson(3, { identity: { abroad: "no", repeater: "yes", born: "2003-01-01" } }),
  aPerson(4, { programmes: ["PHA"] }),
];
const ROWS: CompetitionRows = {
  enrolled: PEOPLE,
  marks: [18_000, 16_000, 14_000, 12_000].flatMap((mark, i) => [
    aMark(i + 1, "UE1", mark),
    aMark(i + 1, "UE2", 10_000),
  ]),
  given: [],
};
function ranksOf(plan: CompetitionPlan, rows: CompetitionRows) {
  const rules = rankingRulesOf(plan);
  if (!rules) throw new Error("no rules");
  const read = rankingInputOf(plan, rules, rows);
  if ("problems" in read) throw new Error(read.problems.map(({ message, place }) => `${place}: ${message}`).join("\n"));
  const lottery = (candidate: string) => createHmac("sha256", "key").update(candidate).digest("hex");
  return storedRanksOf(rules, read.ranked, rank(rules, read.ranked.input, lottery));
}
function seatsOf(file: AllocationFile) {
  const read = readInput(file);
  if ("problems" in read) throw new Error(read.problems.map(({ message, place }) => `${place}: ${message}`).join("\n"));
  const { seats } = allocate(read.input.market, read.input.round);
  return Object.fromEntries(
    read.input.names.candidates.map((id, i) => [id, read.input.names.programmes[seats[i] ?? -1] ?? null]),
  );
}
const number = (n: number) => String(20_000_000 + n);

describe("from rows to ranks", () => {
  test("totals and ranks by person, with what decided; who is not enrolled has none", () => {
    const ranks = ranksOf(aPlan(), ROWS);
    expect(ranks.people).toEqual([1, 2, 3, 4]);
    expect(ranks.rankings.map(({ code, ranks: own }) => [code, own])).toEqual([
      ["ALL", [1, 2, 3, 4]],
      ["MED", [1, 2, 3, null]],
      ["PHA", [1, 2, 3, 4]],
    ]);
    expect(ranks.rankings[1]).toMatchObject({
      outOf: 60_000,
      statuses: ["ranked", "ranked", "ranked", "not-enrolled"],
    });
    expect(ranks.rankings[0]?.totals).toEqual([148_000, 136_000, 124_000, 112_000]);
    expect(ranksIn(ranks, "MED")).toEqual([1, 2, 3]);
  });
  test("under anonymity computations know anonymity numbers, and refuse who has none", () => {
    const plan = aPlan({ anonymity: true });
    const rules = rankingRulesOf(plan);
    const read = rules && rankingInputOf(plan, rules, ROWS);
    expect(read && "ranked" in read && read.ranked.input.candidates).toEqual(["A1", "A2", "A3", "A4"]);
    const without = { ...ROWS, enrolled: [aPerson(1, { anonymityNumber: null }), ...PEOPLE.slice(1)] };
    expect(rules && rankingInputOf(plan, rules, without)).toMatchObject({
      problems: [{ rule: "no-anonymity-number" }],
    });
  });
  test("a missing mark is refused by name; marks of units that left the plan count nowhere", () => {
    const plan = aPlan();
    const rules = rankingRulesOf(plan);
    const marks = [...ROWS.marks.slice(1), aMark(1, "OLD", 3_000), aMark(99, "UE1", 3_000)];
    expect(rules && rankingInputOf(plan, rules, { ...ROWS, marks })).toMatchObject({
      problems: [{ rule: "mark-missing", message: expect.stringContaining("20000001 has no line for UE1") as string }],
    });
  });
  test("totals that the office gives stand in place of computed ones", () => {
    const [all] = aPlan().rankings;
    if (!all) throw new Error("no ranking");
    const { coefficients: _, ...given } = { ...all, totals: "imported", ranks: "imported", tieBreaks: [] } as const;
    const plan = aPlan({ rankings: [given], programmes: [], admissions: "none" });
    const values = [3, 1, 2].map((rank, i) => ({ personId: i + 1, ranking: "ALL", total: 100 - rank, rank }));
    expect(ranksOf(plan, { ...ROWS, given: values }).rankings[0]).toMatchObject({
      ranks: [3, 1, 2, null],
      totals: [97, 99, 98, null],
      statuses: ["ranked", "ranked", "ranked", "no-value"],
    });
  });
});

describe("from ranks to seats", () => {
  const wishes = new Map([1, 2, 3, 4].map((n) => [n, n === 4 ? ["PHA"] : ["MED", "PHA"]]));
  const first = firstRoundFile(aPlan(), PEOPLE, wishes, ranksOf(aPlan(), ROWS));
  const candidates = new Map(PEOPLE.map(({ personId, studentNumber }) => [personId, studentNumber]));

  test("who is from abroad goes above the places", () => {
    expect(seatsOf(first)).toEqual({ [number(1)]: "MED", [number(2)]: "MED", [number(3)]: "PHA", [number(4)]: "PHA" });
  });
  test("a resignation calls the next one up, and a locked seat stays", () => {
    const seats = seatsOf(first);
    const after = nextRoundFile(first, seats, [{ personId: 2, answer: "resigned" }], [], candidates);
    expect(seatsOf(after)).toEqual({ [number(1)]: "MED", [number(2)]: null, [number(3)]: "MED", [number(4)]: "PHA" });
    const locked = nextRoundFile(
      first,
      seats,
      [
        { personId: 2, answer: "resigned" },
        { personId: 3, answer: "locked" },
      ],
      [],
      candidates,
    );
    expect(seatsOf(locked)[number(3)]).toBe("PHA");
    // Resignations are carried on, a lock of a seat that is no longer held is not.
    const third = nextRoundFile(
      locked,
      { ...seats, [number(3)]: null },
      [{ personId: 3, answer: "locked" }],
      [],
      candidates,
    );
    expect([third.resigned, third.locked]).toEqual([[{ id: number(2), keepsBelow: false }], []]);
  });
  test("lists and ranks of later rounds are those of the first, whatever was edited since", () => {
    const after = nextRoundFile(first, seatsOf(first), [], [number(4)], candidates);
    expect([after.programmes, after.candidates]).toEqual([first.programmes, first.candidates]);
    expect(seatsOf(after)[number(4)]).toBe(null);
  });
  test("reorientation is of the registered and of the initial places", () => {
    const strategy: PlanReorientation = {
      ...{ code: "T2", name: "Term 2", ranking: "ALL", moment: "after-admissions", beyondHundredths: 250 },
      ...{ only: [], except: ["repeaters"] },
    };
    const file = reorientationFile(aPlan(), strategy, PEOPLE, ranksOf(aPlan(), ROWS));
    expect(file).toMatchObject({ registered: 4, places: 3, ranking: [1, 2, 3, 4].map(number) });
    const read = readReorientation(file, new Map([[number(1), "MED"]]));
    if ("problems" in read) throw new Error(JSON.stringify(read.problems));
    const { strategy: own, ranking, registered, initialPlaces } = read.input;
    expect(reorient(own, ranking, registered, initialPlaces)).toMatchObject({
      bound: 7,
      mayRepeat: [number(2), number(4)],
    });
  });
});
