import { expect, test } from "vitest";
import { boxesOf, curveOf, histogramOf } from "#portal/jury/plots";

test("a histogram holds everybody once: edges above, the maximum in the last bin", () => {
  const bins = histogramOf([0, 999, 1_000, 19_999, 20_000], 20_000);
  expect(bins.length).toBe(20);
  expect([bins[0]?.candidates, bins[1]?.candidates, bins[19]?.candidates]).toEqual([2, 1, 2]);
});

test("a box has five marks of its centre", () => {
  const marks = [4, 1, 3, 2].map((mark) => ({ name: "LYO", mark }));
  expect(boxesOf([...marks, { name: "BOR", mark: 7 }])).toEqual([
    { name: "BOR", candidates: 1, lowest: 7, quarter: 7, median: 7, threeQuarters: 7, highest: 7 },
    { name: "LYO", candidates: 4, lowest: 1, quarter: 1, median: 2, threeQuarters: 3, highest: 4 },
  ]);
});

test("an item that the strong answer rises from group to group", () => {
  const points = Array.from({ length: 100 }, (_, n) => ({ rest: 99 - n, mark: n < 50 ? 1_000 : 0 }));
  const curve = curveOf(points, 1_000);
  expect(curve.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  expect(curve[0]).toMatchObject({ candidates: 10, restFrom: 0, restTo: 9 });
  expect(curveOf([], 1_000)).toEqual([]);
});
