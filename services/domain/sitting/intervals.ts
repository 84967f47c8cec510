/** Stretches of time, integer ms: from (included) to until (excluded). */

export interface Interval {
  readonly fromMs: number;
  /** Null: no end is known. */
  readonly untilMs: number | null;
}
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The same time without overlaps, earliest first. */
export function merge<One extends Interval>(intervals: readonly One[]): One[] {
  const merged: One[] = [];
  for (const next of [...intervals].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last && (last.untilMs === null || next.fromMs <= last.untilMs))
      merged[merged.length - 1] = { ...last, untilMs: later(last.untilMs, next.untilMs) };
    else merged.push(next);
  }
  return merged;
}
const later = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b));

/** What of the intervals lies within a stretch; what has no end goes on to its end. */
export const within = (intervals: readonly Interval[], { fromMs, untilMs }: Stretch): Stretch[] =>
  intervals
    .map((one) => ({
      fromMs: Math.max(one.fromMs, fromMs),
      untilMs: Math.min(one.untilMs ?? untilMs, untilMs),
    }))
    .filter((one) => one.untilMs > one.fromMs);

/** `stretches` without what lies in `holes`; both merged. */
export const without = (stretches: readonly Stretch[], holes: readonly Stretch[]): Stretch[] =>
  holes.reduce<Stretch[]>(
    (left, hole) =>
      left.flatMap((one) => [
        ...within([one], { fromMs: Number.NEGATIVE_INFINITY, untilMs: hole.fromMs }),
        ...within([one], { fromMs: hole.untilMs, untilMs: Number.POSITIVE_INFINITY }),
      ]),
    [...stretches],
  );

export const lengthMs = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
