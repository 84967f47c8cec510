import { describe, expect, test } from "vitest";
import { NO_TOTAL } from "#domain/ranking/input";
import { rank } from "#domain/ranking/rank";
import type { MarkTieBreak, TieBreak } from "#domain/ranking/rules";
import {
  aRanking,
  byNumber,
  inputOf,
  type People,
  ranked,
  someRules,
  totalsOf,
} from "#domain/ranking/testing/competition";

describe("totals", () => {
  test("R12: the total of a programme is the sum of coefficient × mark; the global one counts common units by ECTS", () => {
    const rules = someRules({
      units: [
        { code: "UE1", name: "Chemistry", scale: 20_000, ects: 6, common: true },
        { code: "UE2", name: "Biology", scale: 20_000, ects: 4, common: true },
        { code: "UE3", name: "Midwifery", scale: 20_000, ects: 9, common: false },
      ],
      rankings: [aRanking({ coefficients: "ects" }), aRanking({ code: "MAI", coefficients: { UE1: 1, UE3: 3 } })],
    });
    const input = inputOf(rules, { A: { marks: { UE1: 12_500, UE2: 8_000, UE3: 15_000 } } });
    const [global, midwifery] = rank(rules, input, byNumber);
    // 6 × 12.5 + 4 × 8 = 107 of 200; UE3 is not common. 1 × 12.5 + 3 × 15 = 57.5 of 80.
    expect([global?.totals[0], global?.outOf]).toEqual([107_000, 200_000]);
    expect([midwifery?.totals[0], midwifery?.outOf]).toEqual([57_500, 80_000]);
  });

  test("R5: each programme counts its own units with its own coefficients", () => {
    const rules = someRules({
      rankings: [
        aRanking({ code: "MED", coefficients: { UE1: 3, UE2: 1 } }),
        aRanking({ code: "PHA", coefficients: { UE2: 3, UE3: 1 } }),
      ],
    });
    const people = {
      A: { marks: { UE1: 16_000, UE2: 8_000, UE3: 10_000 } },
      B: { marks: { UE1: 8_000, UE2: 16_000, UE3: 10_000 } },
    };
    expect(ranked(rules, people)).toEqual({ MED: { A: 1, B: 2 }, PHA: { A: 2, B: 1 } });
  });

  test("marks over other maxima count over one common denominator, rounded half up once per mark", () => {
    // 7 of 9 over 20: 15.5555… → 15.556; half of a thousandth goes up: 1 of 16 over 0.008 is 0.0005 → 0.001.
    expect(totalsOf(someRules(), { A: { marks: { UE1: [7_000, 9_000], UE2: 0 } } })).toEqual({ A: 31_112 });
    const tiny = someRules({
      units: [{ code: "UE1", name: "", scale: 8 }],
      rankings: [aRanking({ coefficients: { UE1: 1 } })],
    });
    expect(totalsOf(tiny, { A: { marks: { UE1: [1_000, 16_000] } } })).toEqual({ A: 1 });
  });

  test("a unit annulled as a whole is left out, and the rest is brought to the common denominator", () => {
    // UE2 has maximum 0: only UE1 counts, 15 of 20, so 45 of 60 where it would have been 30 + UE2.
    expect(totalsOf(someRules(), { A: { marks: { UE1: 15_000, UE2: [0, 0] } } })).toEqual({ A: 45_000 });
  });

  test("weighted sums that differ in floating point with the order of addition are equal here", () => {
    // 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ as floating-point numbers.
    const rules = someRules({ rankings: [aRanking({ coefficients: { UE1: 1, UE2: 1, UE3: 1 } })] });
    const totals = totalsOf(rules, {
      A: { marks: { UE1: 100, UE2: 200, UE3: 300 } },
      B: { marks: { UE1: 300, UE2: 200, UE3: 100 } },
    });
    expect(totals).toEqual({ A: 600, B: 600 });
    expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
  });
});

describe("special codes", () => {
  const people: People = {
    A: { marks: { UE1: 10_000, UE2: 10_000, UE3: 10_000 } },
    B: { marks: { UE1: 12_000, UE2: "ABS", UE3: 10_000 } },
    C: { marks: { UE1: 9_000, UE2: "DSP", UE3: 10_000 } },
    D: { marks: { UE1: 20_000, UE2: "DEF", UE3: 10_000 } },
    E: { marks: { UE1: 20_000, UE2: "FRD", UE3: 10_000 } },
  };
  const rankings = [
    aRanking({ code: "MED", coefficients: { UE1: 2, UE2: 1 } }),
    aRanking({ code: "PHA", coefficients: { UE1: 1, UE3: 1 } }),
  ];

  test("R10: a code counts 0, is neutral, excludes where its unit counts, or excludes everywhere", () => {
    const rules = someRules({ rankings });
    // MED: A 30 of 60, B 24 + 0, C 18 of 40 brought to 60 = 27; PHA: D 30, B 22, A 20, C 19 of 40, no E anywhere.
    expect(ranked(rules, people)).toEqual({
      MED: { A: 1, B: 3, C: 2, D: "excluded", E: "excluded" },
      PHA: { A: 3, B: 2, C: 4, D: 1, E: "excluded" },
    });
    expect(totalsOf(rules, people)).toEqual({ A: 30_000, B: 24_000, C: 27_000, D: NO_TOTAL, E: NO_TOTAL });
  });

  test("R10: a code may have another effect in one programme", () => {
    const codes = [{ code: "ABS", effect: "zero", in: { MED: "excludes-here" } } as const];
    const only = { B: people["B"] ?? { marks: {} } };
    expect(ranked(someRules({ rankings, codes, missing: "refuse" }), only)).toEqual({
      MED: { B: "excluded" },
      PHA: { B: 1 },
    });
  });

  test("whom several codes exclude is told the first of them", () => {
    const rules = someRules({ rankings: [aRanking({ coefficients: { UE1: 1, UE2: 1, UE3: 1 } })] });
    const input = inputOf(rules, { A: { marks: { UE1: 1, UE2: "FRD", UE3: "DEF" } } });
    expect(rank(rules, input, byNumber)[0]?.excludedBy[0]).toBe(2);
  });

  test("absent in one unit does not remove from programmes that do not count it", () => {
    expect(ranked(someRules({ rankings }), people)["PHA"]).toMatchObject({ D: 1 });
  });

  test("whoever has nothing that counts has no total and no rank, rather than a total of 0", () => {
    const rules = someRules({ rankings });
    expect(ranked(rules, { A: { marks: { UE1: "DSP", UE2: "DSP", UE3: 1 } } })["MED"]).toEqual({ A: "no-mark" });
  });

  test("a missing line stands for the code that the rules name, in units that count", () => {
    const rules = someRules({ rankings, missing: { as: "DEF" } });
    expect(ranked(rules, { A: { marks: { UE1: 1, UE3: 1 } } })).toEqual({ MED: { A: "excluded" }, PHA: { A: 1 } });
    const everywhere = someRules({ rankings: [aRanking({ coefficients: { UE1: 1 } })], missing: { as: "FRD" } });
    expect(ranked(everywhere, { A: { marks: { UE1: 1 } } })).toEqual({ GEN: { A: 1 } });
  });
});

describe("who is ranked", () => {
  test("R17: ranked only where enrolled; elsewhere unranked, not last", () => {
    const rules = someRules({
      rankings: [
        aRanking(),
        aRanking({ code: "MED", enrolled: "listed" }),
        aRanking({ code: "PHA", enrolled: "listed" }),
      ],
    });
    const people = {
      A: { marks: { UE1: 10_000, UE2: 0 }, enrolled: ["MED"] },
      B: { marks: { UE1: 9_000, UE2: 0 }, enrolled: ["MED", "PHA"] },
      C: { marks: { UE1: 8_000, UE2: 0 }, enrolled: [] },
    };
    expect(ranked(rules, people)).toEqual({
      GEN: { A: 1, B: 2, C: 3 },
      MED: { A: 1, B: 2, C: "not-enrolled" },
      PHA: { A: "not-enrolled", B: 1, C: "not-enrolled" },
    });
  });

  test("R13: several rankings at once, a global one and one per programme and term", () => {
    const rules = someRules({
      rankings: [
        aRanking({ coefficients: "ects" }),
        aRanking({ code: "T1", coefficients: { UE1: 1 } }),
        aRanking({ code: "T2", coefficients: { UE2: 1 } }),
      ],
    });
    const people = { A: { marks: { UE1: 15_000, UE2: 9_000 } }, B: { marks: { UE1: 10_000, UE2: 13_000 } } };
    expect(ranked(rules, people)).toEqual({ GEN: { A: 1, B: 2 }, T1: { A: 1, B: 2 }, T2: { A: 2, B: 1 } });
  });

  test("R7: a plain exam has totals without ranks, a simple competition one ranking without programmes", () => {
    const people = { A: { marks: { UE1: 1, UE2: 1 } }, B: { marks: { UE1: 2, UE2: 1 } } };
    const plain = someRules({ rankings: [aRanking({ ranks: "none" })] });
    expect([ranked(plain, people), totalsOf(plain, people)]).toEqual([
      { GEN: { A: "unranked", B: "unranked" } },
      { A: 3, B: 5 },
    ]);
    expect(ranked(someRules(), people)).toEqual({ GEN: { A: 2, B: 1 } });
  });

  test("R14: totals may be imported and ranks computed, or ranks imported, or both", () => {
    const imported = aRanking({ totals: "imported", coefficients: undefined });
    const people: People = {
      A: { marks: {}, values: { GEN: { total: 10, rank: 4 } } },
      B: { marks: {}, values: { GEN: { total: 12, rank: 7 } } },
      C: { marks: {} },
    };
    expect(ranked(someRules({ rankings: [imported] }), people)).toEqual({ GEN: { A: 2, B: 1, C: "no-value" } });
    const ranks = someRules({ rankings: [{ ...imported, ranks: "imported" }] });
    expect(ranked(ranks, people)).toEqual({ GEN: { A: 4, B: 7, C: "no-value" } });
    const onlyRanks = someRules({ rankings: [{ ...imported, totals: "none", ranks: "imported" }] });
    expect(ranked(onlyRanks, people)).toEqual({ GEN: { A: 4, B: 7, C: "no-value" } });
  });
});

describe("ties", () => {
  const equal = { UE1: 10_000, UE2: 10_000 };
  const byUe3 = (over: Partial<MarkTieBreak>): TieBreak => ({
    by: "mark",
    unit: "UE3",
    first: "highest",
    missing: "last",
    ...over,
  });
  const withRule = (...tieBreaks: TieBreak[]) => someRules({ rankings: [aRanking({ tieBreaks })] });
  const order = (rules: ReturnType<typeof someRules>, people: People) => {
    const places = ranked(rules, people)["GEN"] ?? {};
    return Object.keys(places)
      .sort((a, b) => Number(places[a]) - Number(places[b]))
      .join("");
  };

  test("R15: rules apply in their order, on unit marks and on identity fields, per programme", () => {
    const born: TieBreak = { by: "field", field: "born", as: "date", first: "lowest", missing: "last" };
    const rules = someRules({
      rankings: [
        aRanking({ code: "MED", tieBreaks: [byUe3({}), born] }),
        aRanking({ code: "PHA", tieBreaks: [born, byUe3({})] }),
      ],
    });
    const people: People = {
      A: { marks: { ...equal, UE3: 12_000 }, fields: { born: "2004-05-01" } },
      B: { marks: { ...equal, UE3: 12_000 }, fields: { born: "30/04/2004" } },
      C: { marks: { ...equal, UE3: 11_000 }, fields: { born: "2003-12-31" } },
    };
    expect(ranked(rules, people)).toEqual({ MED: { A: 2, B: 1, C: 3 }, PHA: { A: 3, B: 2, C: 1 } });
  });

  test("R15: the direction of a rule is said, and changes the order", () => {
    const people: People = { A: { marks: { ...equal, UE3: 9_000 } }, B: { marks: { ...equal, UE3: 11_000 } } };
    expect(order(withRule(byUe3({ first: "highest" })), people)).toBe("BA");
    expect(order(withRule(byUe3({ first: "lowest" })), people)).toBe("AB");
  });

  test("R15: a missing or absent mark stands last, first, or counts 0, as the rule says and whatever the direction", () => {
    const people: People = {
      A: { marks: { ...equal, UE3: "ABS" } },
      B: { marks: { ...equal, UE3: 0 } },
      C: { marks: { ...equal, UE3: 20_000 } },
      D: { marks: equal },
    };
    expect(order(withRule(byUe3({ missing: "last" })), people)).toBe("CBAD");
    expect(order(withRule(byUe3({ missing: "first" })), people)).toBe("ADCB");
    expect(order(withRule(byUe3({ missing: "zero" })), people)).toBe("CABD");
    expect(order(withRule(byUe3({ first: "lowest", missing: "last" })), people)).toBe("BCAD");
    expect(order(withRule(byUe3({ first: "lowest", missing: "first" })), people)).toBe("ADBC");
    expect(order(withRule(byUe3({ first: "lowest", missing: "zero" })), people)).toBe("ABDC");
  });

  test("R4: identity fields are any columns: numbers, dates, texts, or values in a listed order", () => {
    const people = (...values: string[]): People =>
      Object.fromEntries(values.map((value, n) => ["ABCD"[n] ?? "", { marks: equal, fields: { f: value } }]));
    const field = (as: "number" | "text" | "date" | readonly string[], first: "highest" | "lowest" | "listed") =>
      withRule({ by: "field", field: "f", as, first, missing: "last" });
    expect(order(field("number", "highest"), people("9", "10", "", "-3"))).toBe("BADC");
    expect(order(field("date", "lowest"), people("2004-02-29", "28/02/2004", "1999-12-31", ""))).toBe("CBAD");
    expect(order(field(["no", "yes"], "listed"), people("yes", "no", "", "no"))).toBe("BDAC");
    // By the numbers of characters, on every machine: "É" after "Z", "a" after both "Z" and "B".
    expect(order(field("text", "lowest"), people("Élan", "Zoé", "a", "B"))).toBe("DBCA");
  });

  test("R16: the lottery breaks what is left, the same way in every programme: ranks are a strict order", () => {
    const lottery = (candidate: string) => ({ A: "7", B: "1", C: "3" })[candidate] ?? "9";
    const rules = someRules({
      rankings: [aRanking({ code: "MED" }), aRanking({ code: "PHA", coefficients: { UE2: 1 } })],
    });
    const people = { A: { marks: equal }, B: { marks: equal }, C: { marks: equal } };
    expect(ranked(rules, people, lottery)).toEqual({ MED: { A: 3, B: 1, C: 2 }, PHA: { A: 3, B: 1, C: 2 } });
  });

  test("R16: all-equal totals still give 1 to n, and only those tied are ever drawn", () => {
    const asked = new Set<string>();
    const people: People = {
      A: { marks: equal },
      B: { marks: { UE1: 1, UE2: 1 } },
      C: { marks: equal },
      D: { marks: equal },
    };
    const places = ranked(someRules(), people, (candidate) => {
      asked.add(candidate);
      return candidate;
    });
    expect([places["GEN"], [...asked].sort()]).toEqual([{ A: 1, B: 4, C: 2, D: 3 }, ["A", "C", "D"]]);
  });

  test("R16: without a lottery, those that it would have to tell apart are named", () => {
    const people: People = { A: { marks: equal }, B: { marks: { UE1: 1, UE2: 1 } }, C: { marks: equal } };
    const rules = someRules();
    expect(rank(rules, inputOf(rules, people), null).map(({ unbroken }) => unbroken)).toEqual([[[0, 2]]]);
  });

  test("each rank says what put it behind the one before, and how far a candidate had to be compared", () => {
    const rules = withRule(byUe3({}));
    const input = inputOf(rules, {
      A: { marks: { UE1: 20_000, UE2: 0, UE3: 1 } },
      B: { marks: { ...equal, UE3: 2 } },
      C: { marks: { ...equal, UE3: 1 } },
      D: { marks: { ...equal, UE3: 1 } },
    });
    const [result] = rank(rules, input, byNumber);
    expect([...(result?.decidedBy ?? [])].map((n) => result?.criteria[n])).toEqual([
      "total",
      "total",
      "mark UE3",
      "lottery",
    ]);
    expect([...(result?.comparedUpTo ?? [])]).toEqual([0, 1, 2, 2]);
  });
});
