/** Competitions at random, small and full of ties, special codes and missing lines. */
import fc from "fast-check";
import { CODE_EFFECTS, type Ranking, type RankingRules, type TieBreak } from "#domain/ranking/rules";
import { type People, type Person, someRules } from "#domain/ranking/testing/competition";

const UNITS = ["UE1", "UE2", "UE3"];
const CODES = ["ABS", "DSP", "DEF", "FRD"];
const MARKS = [0, 5_000, 10_000, 10_001, 20_000];

const unit = fc.constantFrom(...UNITS);
const markTieBreak = fc.record({
  by: fc.constant("mark" as const),
  unit,
  first: fc.constantFrom("highest" as const, "lowest" as const),
  missing: fc.constantFrom("first" as const, "last" as const, "zero" as const),
});
const missing = fc.constantFrom("first" as const, "last" as const);
const direction = fc.constantFrom("highest" as const, "lowest" as const);
const fieldTieBreak = fc.oneof(
  fc.record({
    by: fc.constant("field" as const),
    field: fc.constant("born"),
    as: fc.constant("date" as const),
    first: direction,
    missing,
  }),
  fc.record({
    by: fc.constant("field" as const),
    field: fc.constant("age"),
    as: fc.constant("number" as const),
    first: direction,
    missing,
  }),
  fc.record({
    by: fc.constant("field" as const),
    field: fc.constant("town"),
    as: fc.constant("text" as const),
    first: direction,
    missing,
  }),
  fc.record({
    by: fc.constant("field" as const),
    field: fc.constant("repeater"),
    as: fc.constantFrom(["no", "yes"], ["yes", "no"]),
    first: fc.constant("listed" as const),
    missing,
  }),
);
const tieBreak: fc.Arbitrary<TieBreak> = fc.oneof(markTieBreak, fieldTieBreak);

const ranking = (code: string): fc.Arbitrary<Ranking> =>
  fc.record({
    code: fc.constant(code),
    name: fc.constant(code),
    enrolled: fc.constantFrom("everyone" as const, "listed" as const),
    totals: fc.constant("computed" as const),
    ranks: fc.constantFrom("computed" as const, "computed" as const, "computed" as const, "none" as const),
    coefficients: fc.oneof(
      fc.constant("ects" as const),
      fc.dictionary(unit, fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
    ),
    tieBreaks: fc.array(tieBreak, { maxLength: 3 }),
  });
/** One whose values come from the office. */
const imported = (code: string): fc.Arbitrary<Ranking> =>
  fc
    .record({ totals: fc.constantFrom("imported" as const, "none" as const), computed: fc.boolean() })
    .map(({ totals, computed }) => ({
      code,
      name: code,
      enrolled: "everyone",
      totals,
      ranks: totals === "imported" && computed ? "computed" : "imported",
      tieBreaks: [],
    }));

export const rulesArbitrary: fc.Arbitrary<RankingRules> = fc
  .record({
    rankings: fc.tuple(ranking("GEN"), ranking("MED"), imported("IMP")),
    effects: fc.tuple(...CODES.map(() => fc.constantFrom(...CODE_EFFECTS))),
    inMed: fc.constantFrom("zero" as const, "neutral" as const, "excludes-here" as const),
    missing: fc.constantFrom(...CODES),
    scales: fc.tuple(...UNITS.map(() => fc.constantFrom(20_000, 100_000))),
  })
  .map(({ rankings, effects, inMed, missing: as, scales }) =>
    someRules({
      rankings: rankings.map((one) => (one.ranks === "computed" ? one : { ...one, tieBreaks: [] })),
      codes: CODES.map((code, n) => ({
        code,
        effect: effects[n] ?? "zero",
        ...(n === 0 ? { in: { MED: inMed } } : {}),
      })),
      missing: { as },
      units: UNITS.map((code, n) => ({ code, name: code, scale: scales[n] ?? 1, ects: n + 1, common: n < 2 })),
    }),
  );

const mark = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...MARKS) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(0, 1_000, 3_333, 7_000), fc.constantFrom(7_000, 9_000)) },
  { weight: 1, arbitrary: fc.constant([0, 0] as const) },
  { weight: 2, arbitrary: fc.constantFrom(...CODES) },
);
const person: fc.Arbitrary<Person> = fc.record({
  marks: fc.record({ UE1: mark, UE2: mark, UE3: mark }, { requiredKeys: [] }),
  enrolled: fc.subarray(["GEN", "MED"]),
  fields: fc.record({
    born: fc.constantFrom("", "2004-01-02", "02/01/2004", "2003-12-31"),
    age: fc.constantFrom("", "19", "20", "100"),
    town: fc.constantFrom("", "Évry", "Zuydcoote", "aix", "Aix"),
    repeater: fc.constantFrom("", "no", "yes"),
  }),
  values: fc.option(fc.record({ IMP: fc.record({ total: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: [] }) }), {
    nil: undefined,
  }),
});

/** Ranks of the imported ranking are all different: candidate n is given rank 2n + 1. */
export const peopleArbitrary: fc.Arbitrary<People> = fc.array(person, { minLength: 1, maxLength: 12 }).map((people) =>
  Object.fromEntries(
    people.map((one, n) => {
      const values = one.values && { IMP: { ...one.values["IMP"], rank: 2 * n + 1 } };
      return [String(10_000_000 + n * 7_919), { ...one, values }];
    }),
  ),
);
