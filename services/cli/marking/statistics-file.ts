/** Statistics of a run as JSON, or as CSV with one line per item (docs/formats.md). */

import { UsageError } from "#cli/command";
import type { MarkingRun } from "#cli/marking/run-marking";
import type { ItemStatistics, StatisticsReport } from "#domain/marking/statistics";
import { csvCell } from "#domain/marking/csv-cell";

const HEADER = "item,paper,type,maximum,candidates,answered,difficulty,deviation,discrimination,choices,suspicions\n";

/** Throws UsageError when the name ends in neither `.json` nor `.csv`. */
export function checkStatisticsName(path: string): void {
  if (!/\.(json|csv)$/.test(path)) throw new UsageError("--statistics takes a file that ends in .json or .csv");
}

export function statisticsText(path: string, report: StatisticsReport, run: MarkingRun, inputsSha256: string): string {
  const idOf = (paper: number) => run.inputs.papers[paper]?.id ?? "";
  if (path.endsWith(".csv")) return HEADER + report.items.map((item) => lineOf(item, idOf(item.paper))).join("");
  const papers = report.papers.map((one) => ({ ...one, paper: idOf(one.paper) }));
  const items = report.items.map((one) => ({ ...one, paper: idOf(one.paper) }));
  const head = { format: "amphi-item-statistics", version: 1, unit: run.inputs.unit, inputsSha256 };
  return `${JSON.stringify({ ...head, papers, items }, rounded, 2)}\n`;
}

/** Four digits say more than the sample does, and are the same on every machine. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toFixed(4)) : value;
}

function lineOf(item: ItemStatistics, paper: string): string {
  const choices = item.choices.map(
    ({ chosen, right, rate }) => `${chosen}${right === true ? "*" : ""}=${rate.toFixed(3)}`,
  );
  const cells = [
    csvCell(item.item),
    csvCell(paper),
    item.type,
    item.maximum,
    item.candidates,
    item.answered,
    item.difficulty.toFixed(4),
    item.deviation.toFixed(4),
    item.discrimination?.toFixed(4) ?? "",
    csvCell(choices.join(" | ")),
    csvCell(item.suspicions.map(({ words }) => words).join(" | ")),
  ];
  return `${cells.join(",")}\n`;
}
