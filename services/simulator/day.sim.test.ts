import { expect, test } from "vitest";
import { playDay } from "#simulator/day";

/** Seeds that once failed, kept for ever. */
const KEPT_SEEDS: number[] = [];
const SEEDS = Number(process.env["SIM_SEEDS"] ?? 300);
const FIRST = Number(process.env["SIM_FIRST_SEED"] ?? 1);

test(`${SEEDS} simulated days keep every invariant`, async () => {
  const seeds = [...KEPT_SEEDS, ...Array.from({ length: SEEDS }, (_, i) => FIRST + i)];
  let faults = 0;
  let keys = 0;
  for (const seed of seeds) {
    const day = await playDay(seed);
    faults += day.faults;
    keys += day.keys;
    if (day.violations.length > 0)
      expect.fail(`seed ${seed}:\n${day.violations.join("\n")}\n\nevents:\n${day.events.join("\n")}`);
  }
  expect(faults).toBeGreaterThan(seeds.length * 10);
  expect(keys).toBeGreaterThan(seeds.length * 5);
});

test("a seed replays: the same events, the same entries", async () => {
  const [first, second] = [await playDay(42), await playDay(42)];
  expect(second).toEqual(first);
});
