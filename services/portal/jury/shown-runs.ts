/** Runs as the jury's screens are sent them. */
import type { RunDetail, RunItem, RunSummary } from "#contracts/portal/jury/runs";
import { boxesOf, histogramOf } from "#portal/jury/plots";
import type { MarkingRunRow, RunItemRow, RunMark } from "#postgres/queries/marking-runs";
import type { RunStaleReason } from "#postgres/queries/run-staleness";

export const shownRun = (run: MarkingRunRow, stale: readonly RunStaleReason[] = []): RunSummary => ({
  id: run.id,
  sittingId: run.sittingId,
  unit: run.unit,
  state: run.state,
  candidates: run.candidates,
  markedCandidates: run.markedCandidates,
  askedByName: run.askedByName,
  askedAtMs: run.askedAtMs,
  doneAtMs: run.doneAtMs,
  trouble: run.trouble,
  maximum: run.maximum,
  marksSha256: run.marksSha256,
  rulings: run.rulings.length,
  setAsideEntries: run.setAsideEntries,
  stale: run.state === "done" ? [...stale] : [],
});

export const shownItem = ({ itemId, maximum, paper, position, statistics }: RunItemRow): RunItem => ({
  ...{ position, itemId, paper, maximum },
  type: statistics?.type ?? null,
  candidates: statistics?.candidates ?? null,
  answered: statistics?.answered ?? null,
  difficulty: statistics?.difficulty ?? null,
  discrimination: statistics?.discrimination ?? null,
  suspicions: statistics?.suspicions.map(({ code }) => code) ?? [],
});

export function shownDetail(
  run: MarkingRunRow,
  items: readonly RunItemRow[],
  marks: readonly RunMark[],
  stale: readonly RunStaleReason[],
): RunDetail {
  const marked = marks.flatMap(({ centre, mark }) => (mark === null ? [] : [{ name: centre, mark }]));
  const last = items.length + 1;
  const bySuspicion = [...items].sort(
    (a, b) => (a.suspicion ?? last) - (b.suspicion ?? last) || a.position - b.position,
  );
  return {
    run: shownRun(run, stale),
    rulings: [...run.rulings] as RunDetail["rulings"],
    decisionIds: run.decisionIds,
    papers: (run.paperStatistics ?? []).map((one) => ({ ...one })),
    histogram:
      run.maximum === null
        ? []
        : histogramOf(
            marked.map(({ mark }) => mark),
            run.maximum,
          ),
    centres: boxesOf(marked),
    items: bySuspicion.map(shownItem),
  };
}
