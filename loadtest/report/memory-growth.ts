/** Whether memory grows for good. Pure. */
import { mean, rounded } from "#loadtest/report/numbers";
import type { Sample, Weighing } from "#loadtest/watch/watch";

type Point = readonly [atMs: number, bytes: number];

const PER_MS = 600_000;
/** Of memory that was not weighed, the least in each stretch of this length counts: what comes and goes is no growth. */
const STRETCH_MS = 120_000;
/** So many standard errors below the steepest line through the points it still grows: the rest may be chance. */
const CERTAIN = 2;

export interface Growth {
  readonly name: string;
  /** Of its memory per 10 min. */
  readonly percent: number;
}

/**
 * By how much each process of the platform certainly grew, the most first. Processes of Node by what they kept when they
 * were weighed, the others by their samples. Whatever was not seen often enough is left out.
 */
export function memoryGrowths(
  samples: readonly Sample[],
  weighings: readonly Weighing[],
  own: readonly string[],
): readonly Growth[] {
  const warm = samples.slice(Math.floor(samples.length / 3));
  const names = new Set(warm.flatMap(({ processes }) => Object.keys(processes)));
  const growths = [...names].flatMap((name): Growth[] => {
    if (own.includes(name)) return [];
    const seen = warm.flatMap(({ atMs, processes }): Point[] => {
      const bytes = processes[name]?.memoryBytes;
      return bytes === undefined ? [] : [[atMs, bytes]];
    });
    const weighed = weighings.flatMap((one): Point[] => (one.name === name ? [[one.atMs, one.bytes]] : []));
    const growth = certainSlope(weighed.length > 0 ? weighed : lows(seen));
    const percent = rounded((growth / mean(seen.map(([, bytes]) => bytes))) * PER_MS * 100);
    return Number.isNaN(percent) ? [] : [{ name, percent }];
  });
  return growths.sort((a, b) => b.percent - a.percent);
}

function lows(points: readonly Point[]): Point[] {
  const least = new Map<number, Point>();
  for (const point of points) {
    const stretch = Math.floor(point[0] / STRETCH_MS);
    const known = least.get(stretch);
    if (known === undefined || point[1] < known[1]) least.set(stretch, point);
  }
  return [...least.values()];
}

/** Bytes per ms by which the points rise at the least; NaN for fewer than three. */
function certainSlope(points: readonly Point[]): number {
  if (points.length < 3) return NaN;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, bytes]) => bytes))];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  const slope = points.reduce((sum, [at, bytes]) => sum + (at - x) * (bytes - y), 0) / spread;
  const rest = points.reduce((sum, [at, bytes]) => sum + (bytes - y - slope * (at - x)) ** 2, 0);
  return slope - CERTAIN * Math.sqrt(rest / (points.length - 2) / spread);
}
