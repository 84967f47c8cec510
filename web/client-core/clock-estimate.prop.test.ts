import fc from "fast-check";
import { expect, test } from "vitest";
import { boundsOf, type ClockBounds, errorOf, intersection, middleOf, widened } from "#client-core/clock-estimate";

/** An exchange: a while after the one before, with any delay on the way there and any other on the way back. */
const exchange = fc.record({
  restMs: fc.integer({ min: 0, max: 20 * 60_000 }),
  thereMs: fc.double({ min: 0, max: 400, noNaN: true }),
  backMs: fc.double({ min: 0, max: 400, noNaN: true }),
});
const world = fc.record({
  offsetMs: fc.double({ min: -600_000, max: 600_000, noNaN: true }),
  /** The device's clock against the server's. */
  drift: fc.double({ min: -1e-4, max: 1e-4, noNaN: true }),
  exchanges: fc.array(exchange, { minLength: 1, maxLength: 40 }),
});
const SERVER_START_MS = 1_700_000_000_000;

test("the true offset is always within the bounds, whatever the delays and the drift", () => {
  fc.assert(
    fc.property(world, ({ offsetMs, drift, exchanges }) => {
      const offsetAt = (deviceMs: number) => offsetMs + drift * deviceMs;
      const serverAt = (deviceMs: number) => SERVER_START_MS + deviceMs + offsetAt(deviceMs);
      let now = 0;
      let bounds: ClockBounds | null = null;
      const truth = () => SERVER_START_MS + offsetAt(now);
      for (const { restMs, thereMs, backMs } of exchanges) {
        now += restMs;
        if (bounds) expectWithin(widened(bounds, now), truth());
        const askedAt = now;
        const said = Math.floor(serverAt(now + thereMs));
        now += thereMs + backMs;
        const heard: ClockBounds = boundsOf(said, askedAt, now);
        expectWithin(heard, truth());
        const both: ClockBounds | null = bounds === null ? heard : intersection(bounds, heard);
        expect(both).not.toBeNull();
        bounds = both ?? heard;
        expectWithin(bounds, truth());
        // Never worse than the newest exchange alone: half of its round trip, and the rounding of its stamp.
        expect(errorOf(bounds)).toBeLessThanOrEqual((thereMs + backMs) / 2 + 2);
        expect(Math.abs(middleOf(bounds) - truth())).toBeLessThanOrEqual(errorOf(bounds) + ROUNDING_MS);
      }
    }),
  );
});

/** What floating point costs at instants of 10^12 ms: no clock error. */
const ROUNDING_MS = 0.01;
function expectWithin({ lowMs, highMs }: ClockBounds, truth: number): void {
  expect(truth).toBeGreaterThanOrEqual(lowMs - ROUNDING_MS);
  expect(truth).toBeLessThanOrEqual(highMs + ROUNDING_MS);
}

test("a clock that was set contradicts what was known", () => {
  const before = boundsOf(1_000_000, 0, 20);
  expect(intersection(before, boundsOf(1_005_000, 1_000, 1_020))).toBeNull();
  expect(intersection(before, boundsOf(1_001_008, 1_000, 1_020))).not.toBeNull();
});
