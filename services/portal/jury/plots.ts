/** What plots are drawn from. Pure; marks in thousandths. */
import type { Bin, Box } from "#contracts/portal/jury/runs";

/** Bins of equal width from 0 to the maximum; a mark on an edge is in the upper one, the maximum in the last. */
export function histogramOf(marks: readonly number[], maximum: number, bins = 20): Bin[] {
  const width = Math.max(1, Math.ceil(maximum / bins));
  const found = Array.from({ length: bins }, (_, n) => ({ from: n * width, to: (n + 1) * width, candidates: 0 }));
  for (const mark of marks) {
    const bin = found[Math.min(bins - 1, Math.floor(mark / width))];
    if (bin) bin.candidates += 1;
  }
  return found;
}

/** Quartiles by the nearest rank, so that each is somebody's mark. Groups by name; a group of nobody is left out. */
export function boxesOf(marks: readonly { readonly name: string; readonly mark: number }[]): Box[] {
  const groups = new Map<string, number[]>();
  for (const { mark, name } of marks) {
    const group = groups.get(name);
    if (group) group.push(mark);
    else groups.set(name, [mark]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => boxOf(name, group));
}

function boxOf(name: string, marks: number[]): Box {
  marks.sort((a, b) => a - b);
  const at = (share: number) => marks[Math.max(0, Math.ceil(share * marks.length) - 1)] ?? 0;
  return {
    name,
    candidates: marks.length,
    lowest: at(0),
    quarter: at(0.25),
    median: at(0.5),
    threeQuarters: at(0.75),
    highest: at(1),
  };
}

export interface ItemAndRest {
  readonly mark: number;
  readonly rest: number;
}
/** Candidates in groups of equal size by the rest of their paper, weakest first, with their mean share of the item. */
export function curveOf(points: readonly ItemAndRest[], maximum: number, groups = 10) {
  const sorted = [...points].sort((a, b) => a.rest - b.rest);
  const count = Math.min(groups, sorted.length);
  return Array.from({ length: count }, (_, n) => {
    const group = sorted.slice(Math.floor((n * sorted.length) / count), Math.floor(((n + 1) * sorted.length) / count));
    const sum = group.reduce((total, { mark }) => total + mark, 0);
    return {
      candidates: group.length,
      restFrom: group[0]?.rest ?? 0,
      restTo: group.at(-1)?.rest ?? 0,
      share: maximum === 0 ? 0 : sum / (group.length * maximum),
    };
  });
}
