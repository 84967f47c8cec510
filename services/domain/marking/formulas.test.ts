/** Every type and boundary case of EXAM-RULES, worked by hand. */
import { describe, expect, test } from "vitest";
import type { AnswerValue } from "#domain/answer/entry";
import type { ItemKey, ItemToMark } from "#domain/marking/item";
import { itemMarker } from "#domain/marking/mark-item";
import { type MarkingRules, RULES_1 } from "#domain/marking/marking-rules";
import { markOf, onCommonDenominator, roundedHalfUp } from "#domain/marking/share";
import { anItem, right, ticked } from "#domain/marking/testing/a-paper";

function mark(item: ItemToMark, key: ItemKey | ItemKey[], value: AnswerValue | null, rules: MarkingRules = RULES_1) {
  return markOf(item.weight, itemMarker(item, [key].flat(), rules)(value).share);
}
const why = (item: ItemToMark, key: ItemKey, value: AnswerValue | null) => itemMarker(item, [key], RULES_1)(value).why;

describe("QRM", () => {
  const qrm = anItem();
  test.each([
    // five options, a b c right: discordances = wrong ticked + right not ticked
    ["abc", 1000, "0 → 1"],
    ["ab", 500, "c missed: 1 → 0.5"],
    ["abcd", 500, "d wrong: 1 → 0.5"],
    ["abd", 200, "c missed, d wrong: 2 → 0.2"],
    ["a", 200, "b c missed: 2 → 0.2"],
    ["abcde", 200, "everything ticked: d e wrong: 2 → 0.2"],
    ["ade", 0, "b c missed, d e wrong: 4 → 0"],
    ["d", 0, "a b c missed, d wrong: 4 → 0"],
    ["", 0, "empty: 3 missed → 0"],
  ])("%j of a b c is worth %i (%s)", (ids, expected) => {
    expect(mark(qrm, right("abc"), ticked(ids))).toBe(expected);
  });

  test("with four options everything ticked of three right is one discordance: 0.5", () => {
    expect(mark(anItem({ options: ["a", "b", "c", "d"] }), right("abc"), ticked("abcd"))).toBe(500);
  });

  test("nothing ticked is worth 0 even where one right option alone is missed; as data, 0.5", () => {
    expect(mark(qrm, right("a"), null)).toBe(0);
    expect(mark(qrm, right("a"), ticked(""))).toBe(0);
    expect(mark(qrm, right("a"), null, { ...RULES_1, emptyIsNothing: false })).toBe(500);
  });

  test("an unacceptable option ticked, an indispensable one not, or both: 0", () => {
    const key = right("abc", { unacceptable: ["e"], indispensable: ["a"] });
    expect(mark(qrm, key, ticked("abc"))).toBe(1000);
    expect(mark(qrm, key, ticked("abce"))).toBe(0); // one discordance would be 0.5
    expect(mark(qrm, key, ticked("bc"))).toBe(0); // one discordance would be 0.5
    expect(mark(qrm, key, ticked("bce"))).toBe(0); // two would be 0.2
    expect(mark(qrm, key, ticked("ab"))).toBe(500);
    expect(why(qrm, key, ticked("bce"))).toEqual({
      kind: "options",
      found: ["b", "c"],
      wrong: ["e"],
      missed: ["a"],
      unacceptable: ["e"],
      indispensable: ["a"],
      tooMany: false,
    });
  });

  test("an option ticked twice is ticked once; one that the item does not have is a wrong tick", () => {
    expect(mark(qrm, right("abc"), { choice: ["a", "b", "b", "c"] })).toBe(1000);
    expect(mark(qrm, right("abc"), { choice: ["a", "b", "c", "z"] })).toBe(500);
  });
});

describe("QRU", () => {
  const qru = anItem({ type: "QRU" });
  test("is all or nothing", () => {
    expect(mark(qru, right("a"), ticked("a"))).toBe(1000);
    expect(mark(qru, right("a"), ticked("b"))).toBe(0);
    expect(mark(qru, right("a"), ticked("ab"))).toBe(0);
    expect(mark(qru, right("a"), null)).toBe(0);
  });
  test("of two keys that the jury takes, either is right", () => {
    const either = [right("a"), right("b")];
    expect(["a", "b", "c", "ab"].map((ids) => mark(qru, either, ticked(ids)))).toEqual([1000, 1000, 0, 0]);
  });
});

describe("QRP and QRPL", () => {
  const qrp = anItem({ type: "QRP", expected: 3 });
  const long = anItem({ type: "QRPL", expected: 3, options: [..."abcdefghijkl"] });
  test.each([qrp, long])("$type: x found of n announced are x/n, rounded half up once", (item) => {
    const marks = ["abc", "abd", "ade", "ab", "a", "de", ""].map((ids) => mark(item, right("abc"), ticked(ids)));
    // 3/3; 2/3 = 666.67 → 667; 1/3 = 333.33 → 333; two ticks, both right: 2/3; 1/3; 0; 0
    expect(marks).toEqual([1000, 667, 333, 667, 333, 0, 0]);
  });
  test("more ticks than announced are 0; as data, only what is wrong costs", () => {
    expect(mark(qrp, right("abc"), ticked("abcd"))).toBe(0);
    expect(why(qrp, right("abc"), ticked("abcd"))).toMatchObject({ tooMany: true });
    // 3/3 less one wrong × 250: 750
    const rules = { ...RULES_1, tooManyIsNothing: false, wrongTickPenalty: 250 };
    expect(mark(qrp, right("abc"), ticked("abcd"), rules)).toBe(750);
  });
  test("a penalty takes thousandths for each wrong tick, never below 0", () => {
    const rules = { ...RULES_1, wrongTickPenalty: 200 };
    expect(mark(qrp, right("abc"), ticked("abd"), rules)).toBe(467); // 2/3 − 0.2 = 466.67 → 467: rounded once
    expect(mark(qrp, right("abc"), ticked("ade"), rules)).toBe(0); // 1/3 − 0.4 < 0
  });
  test("unacceptable and indispensable apply", () => {
    const key = right("abc", { unacceptable: ["e"], indispensable: ["a"] });
    expect(["abc", "abe", "bcd"].map((ids) => mark(qrp, key, ticked(ids)))).toEqual([1000, 0, 0]);
  });
});

describe("QZP", () => {
  // 1000 × 500 pixels: a thousandth of the height is half a thousandth of the width.
  const qzp = anItem({ type: "QZP", options: [], expected: 2, image: { width: 1000, height: 500 } });
  const key: ItemKey = {
    type: "zones",
    zones: [
      { x: 100, y: 100, r: 50 },
      { x: 800, y: 500, r: 50 },
    ],
  };
  const points = (...at: [number, number][]): AnswerValue => ({ points: at.map(([x, y]) => ({ x, y })) });
  test("each zone found once is 1/n; the rim is inside; a radius is one of the width", () => {
    expect(mark(qzp, key, points([100, 100], [800, 500]))).toBe(1000);
    expect(mark(qzp, key, points([150, 100], [0, 0]))).toBe(500); // 50 to the right: on the rim
    expect(mark(qzp, key, points([151, 100]))).toBe(0);
    expect(mark(qzp, key, points([100, 200]))).toBe(500); // 100 ‰ of 500 pixels = 50 pixels: on the rim
    expect(mark(qzp, key, points([100, 201]))).toBe(0);
    expect(mark(qzp, key, points([100, 100], [101, 101]))).toBe(500); // two points in one zone are one
    expect(mark(qzp, key, null)).toBe(0);
  });
  test("where zones overlap, points are paired as well as can be, in any order", () => {
    const close: ItemKey = {
      type: "zones",
      zones: [
        { x: 100, y: 100, r: 50 },
        { x: 150, y: 100, r: 50 },
      ],
    };
    // 120 lies in both, 60 in the first alone: 120 must stand for the second.
    expect(mark(qzp, close, points([120, 100], [60, 100]))).toBe(1000);
    expect(mark(qzp, close, points([60, 100], [120, 100]))).toBe(1000);
  });
  test("more points than announced are 0; as data, points outside cost", () => {
    expect(mark(qzp, key, points([100, 100], [800, 500], [0, 0]))).toBe(0);
    const rules = { ...RULES_1, tooManyIsNothing: false, wrongPointPenalty: 100 };
    expect(mark(qzp, key, points([100, 100], [800, 500], [0, 0]), rules)).toBe(900); // 2/2 − 0.1
  });
});

describe("QROC", () => {
  const qroc = anItem({ type: "QROC", options: [], unit: "mg" });
  const key: ItemKey = { type: "texts", accepted: ["Œdème aigu du poumon", "3,5"] };
  test("an accepted answer, however it is written, is 1; any other 0", () => {
    for (const text of [
      "œdème aigu du poumon",
      " OEDEME  AIGU DU POUMON. ",
      "Oedème-aigu du poumon",
      "3.5",
      "3,5 mg",
      "3,5mg",
    ])
      expect([text, mark(qroc, key, { text })]).toEqual([text, 1000]);
    for (const text of ["oedème", "35", "3", "-3,5", "3,5 g", "..."])
      expect([text, mark(qroc, key, { text })]).toEqual([text, 0]);
    expect(mark(qroc, key, null)).toBe(0);
    expect(why(qroc, key, { text: "3.5 MG" })).toEqual({ kind: "text", normalised: "3.5", accepted: "3,5" });
  });
});

describe("TCS", () => {
  const tcs = anItem({ type: "TCS", options: [] });
  const key: ItemKey = { type: "panel", counts: [9, 5, 1, 0, 0] };
  test("votes for the point ÷ votes for the modal point", () => {
    // 9/9 = 1; 5/9 = 555.56 → 556; 1/9 = 111.11 → 111; 0; 0
    expect([-2, -1, 0, 1, 2].map((scale) => mark(tcs, key, { scale }))).toEqual([1000, 556, 111, 0, 0]);
    expect(mark(tcs, key, null)).toBe(0);
  });
  test("with two modal points both are worth 1", () => {
    const two: ItemKey = { type: "panel", counts: [0, 6, 3, 6, 0] };
    expect([-1, 0, 1].map((scale) => mark(tcs, two, { scale }))).toEqual([1000, 500, 1000]);
  });
});

describe("every type", () => {
  test("an answer of another form is 0 and says so", () => {
    expect(mark(anItem(), right("a"), { text: "a" })).toBe(0);
    expect(why(anItem(), right("a"), { scale: 1 })).toEqual({ kind: "other_form" });
  });
  test("a weight multiplies the exact share, then one rounding", () => {
    // 2/3 of 500 = 333.33 → 333, not half of 667 = 333.5; 1/3 of 2500 = 833.33
    expect(mark(anItem({ type: "QRP", expected: 3, weight: 500 }), right("abc"), ticked("ab"))).toBe(333);
    expect(mark(anItem({ type: "QRP", expected: 3, weight: 2500 }), right("abc"), ticked("a"))).toBe(833);
    // 0.5 of 333 = 166.5 → 167: halves go up
    expect(mark(anItem({ weight: 333 }), right("abc"), ticked("ab"))).toBe(167);
  });
  test("halves go up, and whole numbers stay", () => {
    expect(
      [
        [1, 2],
        [3, 2],
        [5, 10],
        [4, 2],
        [49, 100],
        [0, 7],
      ].map(([a = 0, b = 1]) => roundedHalfUp(a, b)),
    ).toEqual([1, 2, 1, 2, 0, 0]);
  });
  test("marks over different maxima are brought to one, rounded once", () => {
    expect(onCommonDenominator(59_500, 119_000, 120_000)).toBe(60_000); // half is half
    expect(onCommonDenominator(1000, 3000, 2000)).toBe(667); // 2000/3 = 666.67
    expect(onCommonDenominator(1, 2, 1)).toBe(1); // 0.5 goes up
    expect(onCommonDenominator(119_999_999, 120_000_000, 900_000_000)).toBe(899_999_993); // 899,999,992.5: beyond 2^53
  });
});
