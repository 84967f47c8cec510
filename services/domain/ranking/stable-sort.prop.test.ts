import fc from "fast-check";
import { expect, test } from "vitest";
import { sortStably } from "#domain/ranking/stable-sort";

const key = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.maxSafeInteger().map((one) => Math.trunc(one / 2)),
);

test("sorts as the language's stable sort does, over the whole range of exact numbers", () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 50 }), (keys) => {
      const order = Uint32Array.from(keys, (_, index) => index);
      sortStably(order, Float64Array.from(keys));
      const expected = keys.map((_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      expect([...order]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("only the indices that are given are sorted, and equals keep their order", () => {
  const order = Uint32Array.of(4, 0, 2);
  sortStably(order, Float64Array.of(7, -1, 7, 0, 7));
  expect([...order]).toEqual([4, 0, 2]);
  sortStably(order, Float64Array.of(7, -1, 6, 0, 7));
  expect([...order]).toEqual([2, 4, 0]);
});
