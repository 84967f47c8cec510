/** How much of the machine a rehearsal used, and what would give out first. Pure. */
import { mean, rounded } from "#loadtest/report/numbers";
import type { Timetable } from "#loadtest/profiles/timetable";
import type { Sample } from "#loadtest/watch/watch";

export interface Capacity {
  /** How many times the load the first limit allows; NaN: nothing was watched. */
  readonly margin: number;
  readonly first: string;
  readonly statement: string;
}

/** PostgreSQL spreads over cores; every other process has one thread that matters. */
const SPREADS = ["postgres"];

/** Shares are means over the composing time: what lasts decides, not a second of it. */
export function capacityOf(
  samples: readonly Sample[],
  timetable: Timetable,
  {
    candidates,
    held,
    entriesPerSecond,
    cores,
  }: { candidates: number; held: number; entriesPerSecond: number; cores: number },
  own: readonly string[],
): Capacity {
  const { originMs, startMs, endMs } = timetable;
  const composing = samples.filter(({ atMs }) => atMs >= startMs - originMs && atMs < endMs - originMs);
  const names = [...new Set(composing.flatMap(({ processes }) => Object.keys(processes)))];
  const shareOf = (name: string) => mean(composing.map(({ processes }) => processes[name]?.share ?? 0));
  const uses = names
    .filter((name) => !own.includes(name) && !name.startsWith("rehearsal"))
    .map((name) => ({ name, use: shareOf(name) / (SPREADS.includes(name) ? cores : 1) }));
  const machine = names.reduce((sum, name) => sum + shareOf(name), 0) / cores;
  const all = [...uses, { name: `the machine's ${cores} cores, generator included`, use: machine }];
  const first = all.filter(({ use }) => use > 0).sort((a, b) => b.use - a.use)[0];
  if (!first) return { margin: NaN, first: "", statement: "Nothing was watched: no statement." };
  const margin = rounded(1 / first.use);
  const percent = Math.round(first.use * 100);
  const composers = held > 0 ? `${(candidates + held).toLocaleString("en")} connected tablets, of which ` : "";
  const statement =
    `Holds ${composers}${candidates.toLocaleString("en")} candidates at ${Math.round(entriesPerSecond).toLocaleString("en")} entries/s ` +
    `with margin ${margin}; first limit reached: ${first.name}, ${percent} % used.`;
  return { margin, first: first.name, statement };
}
