/** What speaks against a release: what it names is not there, does not belong together, or is no longer that of today (R11). */
import type { ExamRelease } from "#contracts/portal/jury/decisions";
import { juriedSittings } from "#postgres/queries/jury";
import { findRun, type MarkingRunRow } from "#postgres/queries/marking-runs";
import { findRanking, staleReasons } from "#postgres/queries/ranking-runs";
import type { Database } from "#postgres/queries/reading";
import { staleRuns } from "#postgres/queries/run-staleness";

export interface ReleaseProblem {
  readonly code: string;
  readonly place: string;
  readonly message: string;
}
const about = (id: number, code: string, message: string): ReleaseProblem => ({ code, place: `#${id}`, message });

/** Empty: it may be proposed and signed. */
export async function releaseProblems(
  database: Database,
  examId: number,
  release: ExamRelease,
): Promise<ReleaseProblem[]> {
  const problems: ReleaseProblem[] = [];
  const sittings = await juriedSittings(database, examId);
  const shown = new Map<number, MarkingRunRow>();
  for (const runId of release.runIds) {
    const run = await findRun(database, runId);
    const own = run !== null && sittings.some(({ id }) => id === run.sittingId);
    if (!own || run.state !== "done")
      problems.push(about(runId, "run_not_done", `run ${runId} is no finished run of this exam`));
    else if (shown.has(run.sittingId))
      problems.push(about(runId, "sitting_twice", "another run of the same sitting is shown"));
    else shown.set(run.sittingId, run);
  }
  for (const [runId, reasons] of await staleRuns(database, [...shown.values()]))
    if (reasons.length > 0) problems.push(about(runId, "run_stale", `run ${runId}: ${reasons.join(", ")}`));
  return [...problems, ...(await rankingProblems(database, examId, release, shown))];
}

async function rankingProblems(
  database: Database,
  examId: number,
  { rankingRunId }: ExamRelease,
  shown: ReadonlyMap<number, MarkingRunRow>,
): Promise<ReleaseProblem[]> {
  if (rankingRunId === null) return [];
  const ranking = await findRanking(database, rankingRunId);
  if (ranking?.examId !== examId)
    return [about(rankingRunId, "ranking_unknown", `ranking ${rankingRunId} is none of this exam`)];
  const ranked = Object.values(ranking.sources).flatMap((source) => ("runId" in source ? [source.runId] : []));
  const others: ReleaseProblem[] = [];
  for (const runId of ranked) {
    const run = await findRun(database, runId);
    const beside = run === null ? undefined : shown.get(run.sittingId);
    if (beside !== undefined && beside.id !== runId)
      others.push(about(rankingRunId, "ranking_of_other_run", `it ranks run ${runId}, run ${beside.id} is shown`));
  }
  const stale = await staleReasons(database, ranking);
  if (stale.length > 0)
    others.push(about(rankingRunId, "ranking_stale", `ranking ${rankingRunId}: ${stale.join(", ")}`));
  return others;
}
