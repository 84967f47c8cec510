import { describe, expect, test } from "vitest";
import type { AnswerValue } from "#domain/answer/entry";
import { createStatistics } from "#domain/marking/statistics";
import type { RunInputs } from "#domain/marking/run";
import { anItem, answersOf, markingOf, right, ticked } from "#domain/marking/testing/a-paper";

type Person = Readonly<Record<string, AnswerValue>>;
function reportOf(people: readonly Person[], over: Partial<RunInputs>, centreOf: (n: number) => string = () => "REN") {
  const marking = markingOf(over);
  const statistics = createStatistics(marking);
  people.forEach((answers, n) => {
    const place = { anonymityNumber: String(n), centre: centreOf(n), room: "A1" };
    const candidate = answersOf(marking, answers, { place });
    statistics.add(candidate, marking.mark(candidate));
  });
  return statistics.report();
}
/** QRU items of two options' worth: a is right. */
const quiz = (count: number) => {
  const items = Array.from({ length: count }, (_, n) => anItem({ id: `q${n + 1}`, type: "QRU" }));
  return { id: "p", items, keys: Object.fromEntries(items.map(({ id }) => [id, right("a")])) };
};
const person = (pattern: string): Person =>
  Object.fromEntries([...pattern].map((option, n) => [`q${n + 1}`, ticked(option === "-" ? "" : option)]));

describe("worked by hand", () => {
  // Four candidates, three items: 111, 110, 100, 000 → totals 3, 2, 1, 0.
  const report = reportOf(["aaa", "aab", "abb", "bbb"].map(person), { papers: [quiz(3)] });
  const item = (id: string) => report.items.find((one) => one.item === id);

  test("difficulty is the mean share: 3/4, 2/4, 1/4", () => {
    expect(["q1", "q2", "q3"].map((id) => item(id)?.difficulty)).toEqual([0.75, 0.5, 0.25]);
  });
  test("discrimination is the correlation with the rest of the paper", () => {
    // q2: 1 1 0 0 against rest 2 1 1 0: means 0.5 and 1; covariance (2 + 1)/4 − 0.5 = 0.25;
    // deviations 0.5 and √(6/4 − 1) = √0.5; r = 0.25 / (0.5 × 0.70711) = 0.70711
    expect(item("q2")?.discrimination).toBeCloseTo(Math.SQRT1_2, 10);
    // q1: 1 1 1 0 against 2 1 0 0: covariance 3/4 − 0.75 × 0.75 = 0.1875; deviations √0.1875 and √(5/4 − 9/16) = √0.6875
    expect(item("q1")?.discrimination).toBeCloseTo(0.1875 / Math.sqrt(0.1875 * 0.6875), 10);
  });
  test("Cronbach's alpha: 3/2 × (1 − (0.1875 + 0.25 + 0.1875) / 1.25) = 0.75", () => {
    expect(report.papers[0]?.alpha).toBeCloseTo(0.75, 10);
    expect(report.papers[0]).toMatchObject({ candidates: 4, mean: 1500 });
  });
  test("options: how many chose each, and who", () => {
    expect(item("q2")?.choices.slice(0, 3)).toMatchObject([
      { chosen: "a", right: true, count: 2, rate: 0.5 },
      { chosen: "b", right: false, count: 2, rate: 0.5 },
      { chosen: "c", right: false, count: 0, rate: 0, discrimination: null },
    ]);
    // a of q2 is q2 itself
    expect(item("q2")?.choices[0]?.discrimination).toBeCloseTo(Math.SQRT1_2, 10);
  });
});

test("an annulled or neutralised item says nothing, and alpha is that of the rest", () => {
  const people = ["aaaa", "aaba", "abba", "bbbb"].map(person);
  for (const decision of ["annul", "neutralise"] as const) {
    const rulings = [{ id: "r", reason: "", decision, scope: { kind: "nation" as const }, items: ["q4"] }];
    const report = reportOf(people, { papers: [quiz(4)], rulings });
    expect(report.items.map(({ item }) => item)).toEqual(["q1", "q2", "q3"]);
    expect(report.papers[0]?.alpha).toBeCloseTo(0.75, 10);
  }
});

describe("suspicions, the most suspicious item first", () => {
  /** Forty candidates, five items: ability rises with n; `odd` says what they tick at q5. */
  const crowd = (odd: (n: number) => string) =>
    Array.from({ length: 40 }, (_, n) => person([1, 2, 3, 4].map((k) => (n >= k * 8 ? "a" : "b")).join("") + odd(n)));
  const first = (odd: (n: number) => string, centreOf?: (n: number) => string) => {
    const [top] = reportOf(crowd(odd), { papers: [quiz(5)] }, centreOf).items;
    return { item: top?.item, codes: top?.suspicions.map(({ code }) => code) };
  };

  test("a key that is wrong: the strong tick another option", () => {
    expect(first((n) => (n >= 20 ? "c" : "a"))).toEqual({
      item: "q5",
      codes: ["right_option_of_the_weak", "wrong_option_of_the_strong", "discriminates_backwards"],
    });
  });
  test("nobody saw it", () => {
    expect(first(() => "-").codes).toEqual(["hardly_answered", "too_hard"]);
  });
  test("one centre apart", () => {
    const centreOf = (n: number) => (n % 2 === 0 ? "REN" : "BRE");
    const { item, codes } = first((n) => (n % 2 === 0 ? "a" : "-"), centreOf);
    expect([item, codes]).toEqual(["q5", ["hardly_discriminates", "hardly_answered", "centre_apart"]]);
  });
  test("a wrong option that most prefer", () => {
    expect(first((n) => (n % 4 === 0 ? "a" : "d")).codes).toContain("wrong_option_leads");
  });
  test("with few candidates nothing is suspected", () => {
    const report = reportOf(crowd((n) => (n >= 20 ? "c" : "a")).slice(8, 37), { papers: [quiz(5)] });
    expect(report.items.flatMap(({ suspicions }) => suspicions)).toEqual([]);
  });
  test("a text that many wrote and nobody accepted", () => {
    const items = [anItem({ id: "q1", type: "QROC", options: [] })];
    const papers = [{ id: "p", items, keys: { q1: { type: "texts" as const, accepted: ["scanner"] } } }];
    const people = Array.from({ length: 40 }, (_, n) => ({ q1: { text: n < 30 ? "Scanner" : "TDM !" } }));
    const [top] = reportOf(people, { papers }).items;
    expect(top?.choices.map(({ chosen, right, count }) => [chosen, right, count])).toEqual([
      ["scanner", true, 30],
      ["tdm", false, 10],
    ]);
    expect(top?.suspicions[0]?.words).toBe('"tdm" is not accepted and was written by 25.0 %');
  });
});
