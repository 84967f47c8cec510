import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CompetitionInput } from "#domain/ranking/input";
import { inputsText } from "#domain/ranking/inputs-text";
import { createMarkBook } from "#domain/ranking/mark-book";
import { rank, STATUSES } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";
import { peopleArbitrary, rulesArbitrary } from "#domain/ranking/testing/arbitrary";
import { byNumber, inputOf, type People, ranked, someRules, totalsOf } from "#domain/ranking/testing/competition";

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });

describe("ranking at random", () => {
  test("R16: computed ranks are exactly 1 to n, each once, and no better total stands behind a worse one", () => {
    fc.assert(
      fc.property(rulesArbitrary, peopleArbitrary, (rules, people) => {
        rank(rules, inputOf(rules, people), byNumber).forEach(({ ranks, statuses, totals, unbroken }, n) => {
          if (rules.rankings[n]?.ranks !== "computed") return;
          const places = [...ranks].flatMap((one, index) =>
            one > 0 ? [{ rank: one, total: totals[index] ?? 0 }] : [],
          );
          places.sort((a, b) => a.rank - b.rank);
          expect(places.map((one) => one.rank)).toEqual(places.map((_, k) => k + 1));
          expect(places.length).toBe([...statuses].filter((one) => STATUSES[one] === "ranked").length);
          expect(places.every(({ total }, k) => k === 0 || total <= (places[k - 1]?.total ?? 0))).toBe(true);
          expect(unbroken).toEqual([]);
        });
      }),
    );
  });

  test("the order of candidates, units and lines changes nothing", () => {
    const cases = fc
      .tuple(rulesArbitrary, peopleArbitrary)
      .chain(([rules, people]) =>
        fc.tuple(fc.constant(rules), fc.constant(people), shuffled(Object.entries(people)), shuffled(rules.units)),
      );
    fc.assert(
      fc.property(cases, ([rules, people, entries, units]) => {
        const other = Object.fromEntries(
          entries.map(([candidate, one]) => [
            candidate,
            { ...one, marks: Object.fromEntries(Object.entries(one.marks).reverse()) },
          ]),
        );
        expect(ranked({ ...rules, units }, other)).toEqual(ranked(rules, people));
        expect(totalsOf({ ...rules, units }, other)).toEqual(totalsOf(rules, people));
      }),
    );
  });

  test("a candidate who leaves moves nobody past another", () => {
    fc.assert(
      fc.property(rulesArbitrary, peopleArbitrary, (rules, people) => {
        const [first = "", ...others] = Object.keys(people);
        const rest = Object.fromEntries(others.map((one) => [one, people[one] ?? { marks: {} }]));
        const [before, after] = [ranked(rules, people), ranked(rules, rest)];
        for (const { code, ranks } of rules.rankings) {
          if (ranks !== "computed") continue;
          const order = (places: Record<string, number | string>) =>
            others
              .filter((one) => typeof places[one] === "number")
              .sort((a, b) => Number(places[a]) - Number(places[b]));
          expect([code, first, order(after[code] ?? {})]).toEqual([code, first, order(before[code] ?? {})]);
        }
      }),
    );
  });
});

/** Hash stand-in: the text itself. */
const textOf = (rules: RankingRules, input: CompetitionInput, lottery: string | null) =>
  [...inputsText(rules, input, lottery)].join("");

describe("inputs", () => {
  const cases = fc.tuple(rulesArbitrary, peopleArbitrary);

  test("R11: the order of lines leaves the inputs as they are; a mark, a rule, an enrolment or the lottery makes others", () => {
    fc.assert(
      fc.property(cases, ([rules, people]) => {
        const text = textOf(rules, inputOf(rules, people), "seed");
        const reversed: People = Object.fromEntries(Object.entries(people).reverse());
        expect(textOf(rules, inputOf(rules, reversed), "seed")).toBe(text);
        const [candidate = "", one = { marks: {} }] = Object.entries(people)[0] ?? [];
        const changed = (over: Partial<typeof one>) => inputOf(rules, { ...people, [candidate]: { ...one, ...over } });
        const mark = one.marks["UE1"] === 20_000 ? 19_999 : 20_000;
        expect(textOf(rules, changed({ marks: { ...one.marks, UE1: mark } }), "seed")).not.toBe(text);
        expect(textOf({ ...rules, title: "Another" }, inputOf(rules, people), "seed")).not.toBe(text);
        expect(textOf(rules, inputOf(rules, people), "other")).not.toBe(text);
        if (rules.rankings[0]?.enrolled !== "listed") return;
        const enrolled = one.enrolled?.includes("GEN") ? [] : ["GEN"];
        expect(textOf(rules, changed({ enrolled }), "seed")).not.toBe(text);
      }),
    );
  });

  test("a book that grows as candidates appear gives the same as one that knows them", () => {
    const rules = someRules({ units: [{ code: "U", name: "U", scale: 9_999 }] });
    const candidates = Array.from({ length: 5_000 }, (_, n) => String(50_000_000 - n * 13));
    const books = [createMarkBook(rules, null), createMarkBook(rules, candidates)].map((book) => {
      for (const [n, candidate] of candidates.entries())
        book.add({ candidate, unit: "U", mark: String(n), maximum: "9999", code: "" }, (_rule, message) => {
          throw new Error(message);
        });
      return book.finish();
    });
    expect(books[0]).toEqual(books[1]);
    expect(books[0]?.units[0]?.marks[0]).toBe(4_999);
  });
});
