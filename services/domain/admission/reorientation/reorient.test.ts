import { describe, expect, test } from "vitest";
import { readReorientation } from "#domain/admission/reorientation/read-strategy";
import { boundOf, reorient, type Standing, type Strategy } from "#domain/admission/reorientation/reorient";
import { allocated, type InputFile } from "#domain/admission/testing/input-file";

const people = (count: number, over: (i: number) => Partial<Standing> = () => ({})): Standing[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `r${i + 1}`,
    categories: [],
    admitted: false,
    total: null,
    ...over(i + 1),
  }));
const strategy = (over: Partial<Strategy>): Strategy => ({
  ...{ name: "Reorientation", moment: "after-admissions", only: [], except: [] },
  condition: { kind: "worst", percent: 15 },
  ...over,
});

test("R33: before or after admissions, limited to a category, by ranks or by totals", () => {
  const ranked = people(4, (i) => ({
    categories: i % 2 ? ["new"] : ["repeater"],
    total: 20_000 - i * 1_000,
    admitted: i === 1,
  }));
  const below = { kind: "total-below", total: 18_000 } as const; // r3 has 17.000, r4 16.000
  expect(reorient(strategy({ condition: below }), ranked, 4, 1)).toMatchObject({
    bound: null,
    reoriented: ["r3", "r4"],
    mayRepeat: ["r2"],
  });
  expect(reorient(strategy({ condition: below, only: ["new"] }), ranked, 4, 1).reoriented).toEqual(["r3"]);
});
test("R34: the worst of the ranking, at most 15 % of those registered, rounded down", () => {
  // 100 registered, 90 ranked: 15 at most, so those from rank 76 on.
  expect(reorient(strategy({}), people(90), 100, 0).reoriented).toEqual(
    people(90)
      .slice(75)
      .map(({ id }) => id),
  );
  expect(boundOf({ kind: "worst", percent: 15 }, 6, 6, 0)).toBe(6); // 0.9 of a person is nobody
  expect(boundOf({ kind: "worst", percent: 15 }, 1, 100, 0)).toBe(0);
});
test("R35: beyond 2.5 to 3 times the places: not the admitted, not repeaters; the others within may repeat", () => {
  const ranked = people(8, (i) => ({ admitted: i <= 2 || i === 7, categories: i === 6 ? ["repeater"] : [] }));
  const beyond = strategy({ condition: { kind: "beyond", hundredths: 250 }, except: ["repeater"] });
  expect(reorient(beyond, ranked, 8, 2)).toEqual({
    bound: 5,
    reoriented: ["r8"],
    mayRepeat: ["r3", "r4", "r5"],
    leave: ["r8"],
  });
});
describe("R36: the bound", () => {
  test("uses the initial places, rounded down, whoever is admitted", () => {
    expect(boundOf({ kind: "beyond", hundredths: 250 }, 100, 100, 13)).toBe(32); // 32.5
    const beyond = strategy({ condition: { kind: "beyond", hundredths: 300 } });
    expect(
      reorient(
        beyond,
        people(40, (i) => ({ admitted: i > 35 })),
        40,
        10,
      ).bound,
    ).toBe(30);
  });
  test("is between 2.5 and 3 times, and at most 15 %; anything else is refused with its place", () => {
    const file = (over: object) => ({
      strategy: { name: "S", moment: "before-admissions", ...over },
      ranking: ["a"],
      registered: 1,
      places: 1,
    });
    const placesOf = (json: unknown) => {
      const read = readReorientation(json, null);
      return "problems" in read ? read.problems.map(({ place }) => place) : [];
    };
    expect(placesOf(file({ beyondHundredths: 249 }))).toEqual(["strategy.beyondHundredths"]);
    expect(placesOf(file({ beyondHundredths: 301 }))).toEqual(["strategy.beyondHundredths"]);
    expect(placesOf(file({ worstPercent: 16 }))).toEqual(["strategy.worstPercent"]);
    expect(placesOf(file({ worstPercent: 15, totalBelow: 1 }))).toEqual(["strategy"]);
    expect(placesOf(file({ beyondHundredths: 275 }))).toEqual([]);
    expect(placesOf({ ...file({ worstPercent: 15, moment: "later" }), ranking: ["a", "a"], registered: 0 })).toEqual([
      "strategy.moment",
      "ranking[1]",
      "registered",
    ]);
  });
});
test("R37: the order of replacement and reorientation is said, and makes a difference", () => {
  const market: InputFile = {
    programmes: [{ id: "P", places: 1, ranking: ["r1", "r2", "r3"] }],
    candidates: ["r1", "r2", "r3"].map((id) => ({ id, wishes: ["P"] })),
  };
  const first = allocated(market).seats;
  const beyond = { condition: { kind: "beyond", hundredths: 250 } } as const; // of 1 place: rank 2 passes
  const ranking = (seats: Record<string, string | null>) => people(3, (i) => ({ admitted: seats[`r${i}`] !== null }));
  // Reorientation first: r3 must leave, and is not called when r1 and r2 resign.
  const { leave } = reorient(strategy({ ...beyond, moment: "after-admissions" }), ranking(first), 3, 1);
  expect(leave).toEqual(["r3"]);
  expect(allocated({ ...market, previous: first, resigned: ["r1", "r2", ...leave] }).seats).toEqual({
    r1: null,
    r2: null,
    r3: null,
  });
  // Replacement first: r3 is called, is admitted, and is not reoriented.
  const second = allocated({ ...market, previous: first, resigned: ["r1", "r2"] }).seats;
  expect(second["r3"]).toBe("P");
  const after = reorient(strategy({ ...beyond, moment: "after-replacements" }), ranking(second), 3, 1);
  expect(after).toMatchObject({ reoriented: [], leave: [] });
});
