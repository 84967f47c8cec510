import { describe, expect, test } from "vitest";
import { isTaken, tallyOf } from "#domain/admission/engine/tally";
import { allocated, CLEAN, type InputFile, inputOf, type ProgrammeFile } from "#domain/admission/testing/input-file";

/** Candidates are named after their category (f1, g2) or e1, e2 … for none; all wish for the one programme. */
function market(order: string, programme: Partial<ProgrammeFile>): InputFile {
  const ids = order.split(" ");
  return {
    programmes: [{ id: "P", places: 2, ranking: ids, ...programme }],
    candidates: ids.map((id) => ({ id, wishes: ["P"], categories: id.startsWith("e") ? [] : [...id.slice(0, -1)] })),
  };
}
/** Who is taken, by the rule as it is written and by the engine, which must say the same. */
function taken(file: InputFile): string {
  const { market: compact, names } = inputOf(file);
  const tally = tallyOf(compact, 0);
  const byRule = names.candidates.filter((_, i) => isTaken(tally.take(compact.kindOf[i] ?? -1))).join(" ");
  const { seats, audit } = allocated(file);
  expect(audit).toEqual(CLEAN);
  expect(
    Object.keys(seats)
      .filter((id) => seats[id] === "P")
      .join(" "),
  ).toBe(byRule);
  return byRule;
}
const over = (max: number, beyondCap?: "consume" | "refuse") => [
  { category: "f", max, ...(beyondCap && { beyondCap }) },
];

describe("R23: an over-quota category, order f1 e1 f2 e2 e3, two places", () => {
  const order = "f1 e1 f2 e2 e3";
  test.each([
    [1, undefined, "f1 e1 f2"], // f1 above; e1 and f2 on the two places
    [2, undefined, "f1 e1 f2 e2"], // f1 and f2 above; e1 and e2 on the places
    [1, "refuse", "f1 e1 e2"], // f1 above; f2 passed over; e1 and e2 on the places
    [0, undefined, "f1 e1"], // more than k: ordinary places
    [0, "refuse", "e1 e2"],
  ] as const)("with k = %s, %s", (max, beyondCap, expected) => {
    expect(taken(market(order, { overQuota: over(max, beyondCap) }))).toBe(expected);
  });
  test("usefully ranked: nobody below the last place, whatever the category", () => {
    expect(taken(market("e1 e2 f1 f2", { overQuota: over(2) }))).toBe("e1 e2");
    expect(taken(market("e1 f1 e2 f2", { overQuota: over(2) }))).toBe("e1 f1 e2");
  });
  test("no place, no over-quota place either; more places than candidates take everybody", () => {
    expect(taken(market(order, { places: 0, overQuota: over(5) }))).toBe("");
    expect(taken(market(order, { places: 9, overQuota: over(1) }))).toBe(order);
    expect(taken(market(order, { places: 9, overQuota: over(1, "refuse") }))).toBe("f1 e1 e2 e3");
  });
  test("an optional category: several, one or none, each with its own number", () => {
    const two = [
      { category: "f", max: 1 },
      { category: "g", max: 1, beyondCap: "refuse" as const },
    ];
    expect(taken(market("g1 f1 g2 f2 e1 e2", { overQuota: two }))).toBe("g1 f1 f2 e1");
    expect(taken(market("g1 f1 g2 f2 e1 e2", {}))).toBe("g1 f1");
  });
});

describe("R24: a percentage of the initial places, rounded down in integers", () => {
  test.each([
    [7, 8, 0], // 0.56
    [12, 8, 0], // 0.96
    [13, 8, 1], // 1.04
    [25, 8, 2], // 2.00: no floating point on the way
    [100, 29, 29],
    [20, 5, 1],
  ])("of %s places %s %% are %s", (places, percent, most) => {
    const { market: compact } = inputOf(market("e1", { places, overQuota: [{ category: "f", percent }] }));
    expect(compact.rules[0]?.overQuota[0]?.most).toBe(most);
  });
});

test("R25: the number is of the initial places, and foreigners beyond it take ordinary ones", () => {
  const file = market("f1 f2 f3 e1 e2", { places: 2, overQuota: [{ category: "f", percent: 50 }] });
  expect(taken(file)).toBe("f1 f2 f3"); // f1 above, f2 and f3 on the places: three foreigners, k stays 1
  expect(allocated(file).standings).toEqual([{ admitted: 3, abovePlaces: 1, lastRank: 3 }]);
});

describe("R26: at most so many of a category", () => {
  test("whatever the places, and the next are taken instead", () => {
    expect(taken(market("r1 r2 e1 r3 e2", { places: 3, caps: [{ category: "r", max: 1 }] }))).toBe("r1 e1 e2");
    expect(taken(market("r1 e1", { places: 3, caps: [{ category: "r", max: 0 }] }))).toBe("e1");
  });
  test("a cap within a cap, and a cap within an over-quota category", () => {
    const nested = [
      { category: "r", max: 2 },
      { category: "s", max: 1 },
    ];
    expect(taken(market("rs1 rs2 r1 r2 e1", { places: 4, caps: nested }))).toBe("rs1 r1 e1");
    const within = { places: 2, overQuota: over(1), caps: [{ category: "s", max: 1 }] };
    expect(taken(market("fs1 fs2 f1 e1", within))).toBe("fs1 f1 e1");
  });
});

test("a resignation of a foreigner is filled by anyone; one of the others may admit two", () => {
  const file = market("f1 e1 e2 f2 e3", { overQuota: over(2) });
  const first = allocated(file);
  expect(Object.values(first.seats)).toEqual(["P", "P", "P", null, null]);
  const without = (id: string) => allocated({ ...file, previous: first.seats, resigned: [id] });
  // f1 was above the places: the two places stay taken, and nobody behind them is usefully ranked.
  expect(without("f1")).toMatchObject({ seats: { f1: null, f2: null, e3: null }, mode: "plain" });
  // e1 was on a place: f2 comes in above the places on the way to e3.
  expect(without("e1")).toMatchObject({ seats: { e1: null, f2: "P", e3: "P" }, audit: CLEAN, mode: "plain" });
});
