import fc from "fast-check";
import { expect, test } from "vitest";
import { anonymityNumbers } from "#domain/exam/anonymity";
import { seededNumbers } from "#domain/exam/seeded-numbers";

test("seeded numbers repeat, stay in range and shuffle without loss", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000 }), fc.array(fc.integer()), (seed, limit, list) => {
      const [a, b] = [seededNumbers(seed), seededNumbers(seed)];
      const value = a.below(limit);
      expect(value).toBe(b.below(limit));
      expect(value >= 0 && value < limit).toBe(true);
      expect(a.shuffle(list).sort((x, y) => x - y)).toEqual([...list].sort((x, y) => x - y));
    }),
  );
});

test("anonymity numbers avoid those that are taken, whatever the source gives", () => {
  const given = [5, 5, 6, 5, 7];
  const numbers = anonymityNumbers(2, new Set(["10000006"]), () => given.shift() ?? 8);
  expect(numbers).toEqual(["10000005", "10000007"]);
});
