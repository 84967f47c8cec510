/** One chart over time as SVG: lines, bands for faults and pauses, a limit. No script, no outside file. Pure. */
import type { Band } from "#loadtest/report/figures";
import type { Points } from "#loadtest/report/series";

export interface Line {
  readonly name: string;
  readonly points: Points;
}
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly everySeconds: number;
  readonly faults: readonly Band[];
  readonly pauses: readonly Band[];
  /** Drawn as a line across; null: none. */
  readonly limit?: number | null;
  /** Steps of ten: for latencies, whose peaks would flatten everything else. */
  readonly logarithmic?: boolean;
}

const [WIDTH, HEIGHT] = [720, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 8, 8, 24];
const TICKS = 4;

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A figure element with its heading, drawing and legend. */
export function chartOf(chart: Chart): string {
  const { title, unit, lines, limit = null } = chart;
  const count = Math.max(2, ...lines.map(({ points }) => points.length));
  const values = lines.flatMap(({ points }) => points.filter((value) => value !== null));
  const most = Math.max(1, limit ?? 0, ...values) * 1.05;
  const y = scaleOf(most, chart.logarithmic ?? false);
  const x = (second: number) => LEFT + (second / (count * chart.everySeconds)) * (WIDTH - LEFT - RIGHT);
  const parts = [
    ...chart.pauses.map((band) => bandOf(band, "pause", x)),
    ...chart.faults.map((band) => bandOf(band, "fault", x)),
    ...y.ticks.map((value) => tickOf(value, y.at(value))),
    ...timeTicks(count * chart.everySeconds, x),
    ...(limit === null
      ? []
      : [`<line class="limit" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y.at(limit))}" y2="${px(y.at(limit))}"/>`]),
    ...lines.flatMap(({ name, points }, n) =>
      pathsOf(points, name, n, (slot) => x((slot + 0.5) * chart.everySeconds), y.at),
    ),
  ];
  const legend = lines.map(({ name }, n) => `<li class="l${n % COLOURS}">${escaped(name)}</li>`);
  return [
    `<figure><figcaption>${escaped(title)} <small>${escaped(unit)}</small></figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}, ${escaped(unit)}">`,
    ...parts,
    `</svg><ul>${legend.join("")}</ul></figure>`,
  ].join("\n");
}
export const COLOURS = 10;

const px = (value: number) => value.toFixed(1);

function scaleOf(most: number, logarithmic: boolean): { at(value: number): number; ticks: readonly number[] } {
  const bottom = HEIGHT - BOTTOM;
  if (!logarithmic) {
    const step = niceStep(most / TICKS);
    const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
    return { at: (value) => bottom - (value / most) * (bottom - TOP), ticks };
  }
  const decades = Math.max(1, Math.log10(most));
  const ticks = Array.from({ length: Math.floor(decades) + 1 }, (_, n) => 10 ** n);
  return { at: (value) => bottom - (Math.log10(Math.max(1, value)) / decades) * (bottom - TOP), ticks };
}
/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= least) ?? 10 * power;
}

const tickOf = (value: number, y: number): string =>
  `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y)}" y2="${px(y)}"/>` +
  `<text x="${LEFT - 6}" y="${px(y + 4)}" text-anchor="end">${Number(value.toPrecision(3)).toLocaleString("en")}</text>`;

function timeTicks(seconds: number, x: (second: number) => number): string[] {
  const step = [10, 30, 60, 120, 300, 600, 1_800, 3_600].find((one) => seconds / one <= 10) ?? 7_200;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, n) => {
    const at = n * step;
    const words = `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
    return `<text x="${px(x(at))}" y="${HEIGHT - 6}" text-anchor="middle">${words}</text>`;
  });
}

const bandOf = ({ name, fromMs, untilMs }: Band, kind: string, x: (second: number) => number): string =>
  `<rect class="${kind}" x="${px(x(fromMs / 1_000))}" y="${TOP}" width="${px(Math.max(2, x(untilMs / 1_000) - x(fromMs / 1_000)))}" ` +
  `height="${HEIGHT - TOP - BOTTOM}"><title>${escaped(name)}</title></rect>`;

/** A line is broken where nothing was measured; a point alone is a dot. */
function pathsOf(
  points: Points,
  name: string,
  n: number,
  x: (slot: number) => number,
  y: (value: number) => number,
): string[] {
  const runs: string[][] = [[]];
  for (const [slot, value] of points.entries())
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${px(x(slot))} ${px(y(value))}`);
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const d = run.length === 1 ? `M${run[0] ?? ""}h1` : `M${run.join("L")}`;
      return `<path class="l${n % COLOURS}" d="${d}"><title>${escaped(name)}</title></path>`;
    });
}
