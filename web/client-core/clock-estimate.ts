/**
 * Where the server's clock stands beside the device's, as bounds that hold. Every exchange gives an interval for the
 * offset; intervals intersect, and widen with the time that passes, because two quartzes do not run alike. Pure.
 */

/** Server time minus device clock is between `lowMs` and `highMs` at the device's instant `atMs`. */
export interface ClockBounds {
  readonly lowMs: number;
  readonly highMs: number;
  readonly atMs: number;
}

/** How much two clocks may drift apart, per unit of time: 100 parts per million. */
const DRIFT = 1e-4;

/**
 * What one exchange says: the server stamped `serverMs`, whole milliseconds rounded down, at some instant between
 * `askedAtMs` and `heardAtMs` of the device; when between them is not known, so delays may be as uneven as they like.
 */
export function boundsOf(serverMs: number, askedAtMs: number, heardAtMs: number): ClockBounds {
  const sentAtMs = Math.min(askedAtMs, heardAtMs);
  const drift = (heardAtMs - sentAtMs) * DRIFT;
  return { lowMs: serverMs - heardAtMs - drift, highMs: serverMs + 1 - sentAtMs + drift, atMs: heardAtMs };
}

/** The same bounds at another instant. */
export function widened(bounds: ClockBounds, atMs: number): ClockBounds {
  const drift = Math.abs(atMs - bounds.atMs) * DRIFT;
  return { lowMs: bounds.lowMs - drift, highMs: bounds.highMs + drift, atMs };
}

/** Both at the later instant; null when they contradict each other: a clock was set, or the device slept. */
export function intersection(a: ClockBounds, b: ClockBounds): ClockBounds | null {
  const atMs = Math.max(a.atMs, b.atMs);
  const [first, second] = [widened(a, atMs), widened(b, atMs)];
  const lowMs = Math.max(first.lowMs, second.lowMs);
  const highMs = Math.min(first.highMs, second.highMs);
  return lowMs <= highMs ? { lowMs, highMs, atMs } : null;
}

export const middleOf = ({ lowMs, highMs }: ClockBounds): number => (lowMs + highMs) / 2;
/** How far the middle may be off, ms, rounded up. */
export const errorOf = ({ lowMs, highMs }: ClockBounds): number => Math.ceil((highMs - lowMs) / 2);
