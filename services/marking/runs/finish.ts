/** What a run says of itself and of its items at the end. */
import type { ReviewGroup } from "#domain/marking/review";
import type { Marking } from "#domain/marking/run";
import type { RunSummary } from "#domain/marking/run-pass";
import type { StatisticsReport } from "#domain/marking/statistics";
import type { ItemToStore, RunResult } from "#postgres/queries/marking-writes";

export interface RunEnd {
  readonly result: Omit<RunResult, "marksSha256" | "doneAtMs">;
  readonly items: readonly ItemToStore[];
  readonly groups: readonly ReviewGroup[];
}

export function finishOf(
  { columns, maximum }: Marking,
  { codes, entriesSha256, inputsSha256, setAside }: RunSummary,
  report: StatisticsReport,
  groups: readonly ReviewGroup[],
): RunEnd {
  const suspicious = report.items.filter(({ suspicions }) => suspicions.length > 0);
  const items = columns.map(({ item, paper }, position): ItemToStore => {
    const statistics = report.items.find((one) => one.item === item.id && one.paper === paper) ?? null;
    const place = statistics === null ? -1 : suspicious.indexOf(statistics);
    const suspicion = place === -1 ? null : place + 1;
    return { position, itemId: item.id, paper, maximum: item.weight, statistics, suspicion };
  });
  return {
    result: {
      ...{ entriesSha256, inputsSha256, maximum, codes, paperStatistics: report.papers },
      ...{ setAsideEntries: setAside.entries, setAsideCounted: setAside.counted },
    },
    ...{ items, groups },
  };
}
