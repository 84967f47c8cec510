/** What an answer costs at one state of the base: CPU of all processes of the platform, divided by the answers. Pure. */
import type { Timetable } from "#loadtest/profiles/timetable";
import type { Sample } from "#loadtest/watch/watch";

export interface Cost {
  /** Answers in the log before those that were measured. */
  readonly stored: number;
  /** µs of CPU for each answer, of all processes of the platform. */
  readonly microseconds: number;
}

/**
 * `entries`: made in the composing time. What they cost behind its end counts as well, until the last tablet has left: a
 * drain that cannot keep up spends no more in the composing time, and stores less. `own`: processes of the rehearsal itself.
 */
export function microsecondsPerAnswer(
  samples: readonly Sample[],
  { originMs, startMs }: Timetable,
  entries: number,
  own: readonly string[],
): number {
  const within = samples.filter(({ atMs }) => atMs > startMs - originMs);
  const spentMs = within.reduce((sum, { atMs, processes }) => {
    const lastMs = samples.findLast((one) => one.atMs < atMs)?.atMs ?? atMs;
    const share = Object.entries(processes)
      .filter(([name]) => !own.includes(name))
      .reduce((total, [, process]) => total + (process.share ?? 0), 0);
    return sum + share * (atMs - lastMs);
  }, 0);
  return (spentMs * 1_000) / entries;
}

/** By how much the last is dearer than the first, percent; NaN with less than two. */
export function growthPercent(costs: readonly Cost[]): number {
  const [first, last] = [costs[0], costs.at(-1)];
  return first && last && first !== last ? (last.microseconds / first.microseconds - 1) * 100 : NaN;
}
