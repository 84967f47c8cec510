import { expect, test } from "vitest";
import { descriptorsMax, memoryAvailable, shortages } from "#loadtest/preflight";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { smoke } from "#loadtest/profiles/smoke";
import { x10 } from "#loadtest/profiles/x10";

const plenty = { descriptors: 20_000, memoryBytes: 24e9, diskBytes: 100e9 };

test("what is short is said with what to change, before anything starts", () => {
  expect(shortages(ecni2015, true, plenty)).toEqual([]);
  const short = shortages(ecni2015, true, { descriptors: 1_024, memoryBytes: 2e9, diskBytes: 1e9 });
  expect(short).toHaveLength(3);
  expect(short[0]).toContain("ulimit -n 8700, or fewer --candidates");
  expect(short[1]).toContain("fewer --candidates");
  expect(short[2]).toContain("another --out");
});

test("held tablets need descriptors and memory too", () => {
  expect(shortages(x10, true, plenty)).toEqual([]);
  const short = shortages(x10, true, { ...plenty, descriptors: 8_192, memoryBytes: 4e9 });
  expect(short).toHaveLength(2);
  expect(short[0]).toContain("83000 tablets need 14034 open files per ingest");
});

test("somebody else's platform is not counted", () => {
  const little = { descriptors: 100, memoryBytes: 1e9, diskBytes: 5e8 };
  expect(shortages(smoke, true, little)).toHaveLength(3);
  expect(shortages(smoke, false, little)).toEqual([]);
});

test("this machine says what it has", () => {
  expect(descriptorsMax()).toBeGreaterThan(0);
  expect(memoryAvailable()).toBeGreaterThan(0);
});
