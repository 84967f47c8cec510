import { expect, test } from "vitest";
import { holderShares, openingMs } from "#loadtest/holder/shares";

test("the held are shared out so that descriptors and ports of an address last, each candidate once", () => {
  const shares = holderShares(74_700, 20_000);
  expect(shares.map(({ localAddress }) => localAddress)).toEqual([2, 3, 4, 5, 6].map((n) => `127.0.0.${n}`));
  let next = 1_000_001;
  for (const { firstId, tablets } of shares) {
    expect(firstId).toBe(next);
    expect(tablets).toBeLessThanOrEqual(18_000);
    next += tablets;
  }
  expect(next).toBe(1_000_001 + 74_700);
});

test("fewer descriptors need more processes, a few tablets one", () => {
  expect(holderShares(3_000, 1_200)).toHaveLength(3);
  expect(holderShares(1, 20_000)).toEqual([{ tablets: 1, firstId: 1_000_001, localAddress: "127.0.0.2" }]);
  expect(openingMs(74_700)).toBe(37_350);
});
