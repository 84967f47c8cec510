import { expect, test } from "vitest";
import { localAddresses, segmentsFor } from "#loadtest/generator/segments";

test("one process as long as its descriptors last, then even shares of the whole", () => {
  expect(segmentsFor(8_300, 20_000)).toEqual([{ segment: null, sequence: null }]);
  expect(segmentsFor(8_300, 1_024)).toHaveLength(24);
  expect(segmentsFor(30_000, 20_000)).toEqual([
    { segment: "0:1/3", sequence: "0,1/3,2/3,1" },
    { segment: "1/3:2/3", sequence: "0,1/3,2/3,1" },
    { segment: "2/3:1", sequence: "0,1/3,2/3,1" },
  ]);
  expect(segmentsFor(83_000, 20_000).length).toBeGreaterThanOrEqual(5);
  expect(segmentsFor(100, Infinity)).toHaveLength(1);
});

test("connects from several addresses before local ports run out", () => {
  expect(localAddresses(8_300)).toBeNull();
  expect(localAddresses(83_000)).toBe("127.0.0.1-127.0.0.5");
});
