/** What the jury's page of an exam lists: sittings, runs and rankings with what made them stale, releases that stand. */
import type { ExamOverview } from "#contracts/portal/jury/runs";
import { releaseProblems } from "#portal/jury/release-problems";
import { releasesOfExam } from "#portal/jury/results";
import { shownRun } from "#portal/jury/shown-runs";
import { juriedSittings } from "#postgres/queries/jury";
import { runsOfExam } from "#postgres/queries/marking-runs";
import { rankingsOfExam, type RankingRunRow, staleReasons } from "#postgres/queries/ranking-runs";
import type { Database } from "#postgres/queries/reading";
import { staleRuns } from "#postgres/queries/run-staleness";

export async function overviewOf(database: Database, examId: number): Promise<Omit<ExamOverview, "exam">> {
  const runs = await runsOfExam(database, examId);
  const stale = await staleRuns(database, runs);
  const rankings: ExamOverview["rankings"] = [];
  for (const ranking of await rankingsOfExam(database, examId))
    rankings.push({ ...shownRanking(ranking), stale: await staleReasons(database, ranking) });
  const releases: ExamOverview["releases"] = [];
  for (const { decisionId, release } of (await releasesOfExam(database, examId)).reverse()) {
    const { publishAtMs, rankingRunId, runIds } = release;
    const problems = await releaseProblems(database, examId, release);
    releases.push({ decisionId, runIds, rankingRunId, publishAtMs, problems });
  }
  return {
    sittings: await juriedSittings(database, examId),
    runs: runs.map((run) => shownRun(run, stale.get(run.id))),
    ...{ rankings, releases },
  };
}

const shownRanking = ({ askedByName, candidates, doneAtMs, id, sources }: RankingRunRow) => ({
  ...{ id, askedByName, doneAtMs, candidates },
  runIds: Object.values(sources).flatMap((source) => ("runId" in source ? [source.runId] : [])),
});
