/** Clocks and wires as bad as they may be. Pure. */
import type { Distortion } from "#infra/bench/consoles/protocol.ts";
import { seededNumbers } from "#domain/exam/seeded-numbers";

export const OFFSET_MAX_MS = 600_000;
export const DRIFT_MAX = 1e-4;
export const DELAY_MAX_MS = 200;
const SEED = 20_151_208;
const PARTS = 10_000;

/**
 * Delays stay as they are for each tablet: wires that change would let the estimate learn. Of every ten tablets one has
 * all of the delay on the way up, one on the way down.
 */
export function distortions(count: number): Distortion[] {
  const numbers = seededNumbers(SEED);
  const between = (from: number, to: number) => from + ((to - from) * numbers.below(PARTS + 1)) / PARTS;
  return Array.from({ length: count }, (_, n) => ({
    offsetMs: between(-OFFSET_MAX_MS, OFFSET_MAX_MS),
    drift: between(-DRIFT_MAX, DRIFT_MAX),
    upMs: n % 10 === 0 ? DELAY_MAX_MS : n % 10 === 1 ? 0 : between(0, DELAY_MAX_MS),
    downMs: n % 10 === 0 ? 0 : n % 10 === 1 ? DELAY_MAX_MS : between(0, DELAY_MAX_MS),
  }));
}
