/** A small curve over time as the parts of a drawing; sizes in the drawing's own units. Pure. */
import type { RunFigures } from "#contracts/http/rehearsal-run";

export const WIDTH = 600;
export const HEIGHT = 120;

export interface Curve {
  readonly name: string;
  readonly of: (point: RunFigures) => number | null;
}
export interface Drawing {
  /** The top of the scale: a round number that is not below any value nor the limit. */
  readonly most: number;
  readonly lines: readonly { readonly name: string; readonly d: string; readonly last: number | null }[];
  /** Height of the limit; null: there is none. */
  readonly limitY: number | null;
  /** Stretches in which a fault was played, or health said that something is down. */
  readonly bands: readonly { readonly x: number; readonly width: number; readonly name: string }[];
}

export function drawingOf(points: readonly RunFigures[], curves: readonly Curve[], limit: number | null): Drawing {
  const [from = 0, until = 0] = [points[0]?.atMs, points.at(-1)?.atMs];
  const x = (atMs: number) => rounded(((atMs - from) / Math.max(1, until - from)) * WIDTH);
  const values = curves.flatMap(({ of }) => points.flatMap((point) => of(point) ?? []));
  const most = roundUp(Math.max(1, limit ?? 0, ...values));
  const y = (value: number) => rounded(HEIGHT - (value / most) * HEIGHT);
  return {
    most,
    lines: curves.map(({ name, of }) => ({
      name,
      d: pathOf(
        points.map((point) => ({ x: x(point.atMs), value: of(point) })),
        y,
      ),
      last: points.at(-1) ? of(points.at(-1) as RunFigures) : null,
    })),
    limitY: limit === null ? null : y(limit),
    bands: bandsOf(points, x),
  };
}

const rounded = (n: number): number => Math.round(n * 10) / 10;

/** 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((n) => n * power >= value) ?? 10) * power;
}

/** A line is broken where nothing was measured; a point alone is a short stroke. */
function pathOf(points: readonly { x: number; value: number | null }[], y: (value: number) => number): string {
  let d = "";
  let drawing = false;
  for (const { value, x } of points) {
    if (value !== null) d += `${drawing ? "L" : "M"}${x} ${y(value)}${drawing ? "" : "h1"}`;
    drawing = value !== null;
  }
  return d;
}

function bandsOf(points: readonly RunFigures[], x: (atMs: number) => number): Drawing["bands"] {
  const bands: { x: number; width: number; name: string }[] = [];
  for (const [n, { atMs, faults, healthy }] of points.entries()) {
    const name = faults.join(", ") || (healthy ? "" : "health");
    if (name === "") continue;
    const [from, until] = [x(atMs), x(points[n + 1]?.atMs ?? atMs)];
    const before = bands.at(-1);
    if (before?.name === name && Math.abs(before.x + before.width - from) < 0.2)
      bands[bands.length - 1] = { ...before, width: rounded(until - before.x) };
    else bands.push({ x: from, width: rounded(until - from), name });
  }
  return bands;
}
