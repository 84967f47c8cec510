import { describe, expect, test } from "vitest";
import { type Fault, faultName, readFault } from "#loadtest/faults/fault";
import { scheduleFaults } from "#loadtest/faults/schedule";
import { seededRandom } from "#loadtest/journeys/random";

const fault = (text: string): Fault => {
  const read = readFault(text);
  if (typeof read === "string") throw new Error(read);
  return read;
};

describe("a fault", () => {
  test.each([
    "kill:ingest-1",
    "restart:control-1",
    "freeze:postgres:10",
    "down:ingest:80",
    "empty:redis-answers",
    "cut:centre:20",
  ])("is read as it is written: %s", (text) => expect(faultName(fault(text))).toBe(text));
  test.each([
    "kill",
    "kill:sun",
    "kill:ingest-1:5",
    "freeze:postgres:0",
    "down:ingest:9999",
    "empty:postgres",
    "kill:centre",
    "cut:postgres",
    "a:b:c:d",
  ])("is refused: %s", (text) => expect(readFault(text)).toEqual(expect.stringContaining(`"${text}`)));
});

describe("a schedule", () => {
  const faults = [fault("kill:ingest-1"), fault("freeze:redis-answers:10"), fault("kill:drain-1")];
  const drawn = (seed: number, minutes = 10) => scheduleFaults(faults, minutes * 60_000, seededRandom(seed));

  test("is drawn from the seed", () => {
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn(4)).not.toEqual(drawn(3));
  });

  test("has about one a minute, each kind before any comes again, and leaves the beginning and the end quiet", () => {
    const all = drawn(3);
    expect(all.length).toBeGreaterThanOrEqual(6);
    expect(new Set(all.slice(0, 3).map((one) => one.fault)).size).toBe(3);
    for (const [n, { atMs, fault: now }] of all.entries()) {
      expect(atMs).toBeGreaterThanOrEqual(60_000);
      expect(atMs + now.seconds * 1_000).toBeLessThanOrEqual(540_000);
      const next = all[n + 1];
      if (next) expect(next.atMs - atMs).toBeGreaterThan(now.seconds * 1_000);
    }
  });

  test("is empty without faults, and where there is no time for one", () => {
    expect(scheduleFaults([], 600_000, seededRandom(1))).toEqual([]);
    expect(scheduleFaults([fault("down:postgres:300")], 60_000, seededRandom(1))).toEqual([]);
  });
});
