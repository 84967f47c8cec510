/** What candidates of an exam are shown, and when: read from signed releases; the same for the dry run. */
import { type CandidateResult, type DryRun } from "#contracts/portal/jury/results";
import { ExamRelease, ExamWithdrawal } from "#contracts/portal/jury/decisions";
import type { Decision } from "#domain/decision/decision";
import { decisionsInForce } from "#postgres/queries/decisions";
import { examTitle, firstNumbers, juriedSittings, rankedCounts, runTotals } from "#postgres/queries/jury";
import { candidateOfRun, findRun } from "#postgres/queries/marking-runs";
import { findRanking, resultsOfCandidate } from "#postgres/queries/ranking-runs";
import type { Database } from "#postgres/queries/reading";

/** A signed release. */
export interface Released {
  readonly decisionId: number;
  readonly release: ExamRelease;
}

/** Signed and not withdrawn, in the order in which they were signed. */
export function standingReleases(inForce: readonly Decision[]): Released[] {
  const withdrawn = new Set(
    inForce
      .filter(({ kind }) => kind === "withdrawal")
      .map(({ payloadText }) => ExamWithdrawal.parse(JSON.parse(payloadText)).releaseId),
  );
  return inForce
    .filter(({ id, kind }) => kind === "release" && !withdrawn.has(id))
    .map(({ id, payloadText }) => ({ decisionId: id, release: ExamRelease.parse(JSON.parse(payloadText)) }));
}

export const releasesOfExam = async (database: Database, examId: number): Promise<Released[]> =>
  standingReleases(await decisionsInForce(database, { kind: "exam", id: examId }, ["release", "withdrawal"]));

/** The release that candidates read at a moment: the last signed one that is due; null: nothing. */
export async function releaseOfExam(database: Database, examId: number, nowMs: number): Promise<Released | null> {
  const due = (await releasesOfExam(database, examId)).filter(({ release }) => release.publishAtMs <= nowMs);
  return due.at(-1) ?? null;
}

/** Null: nothing of this candidate is in the release. */
export async function resultOf(
  database: Database,
  examId: number,
  release: ExamRelease,
  anonymityNumber: string,
): Promise<CandidateResult | null> {
  const [exam, sittings] = [await examTitle(database, examId), await juriedSittings(database, examId)];
  const units: CandidateResult["units"] = [];
  for (const runId of release.runIds) {
    const [run, found] = [await findRun(database, runId), await candidateOfRun(database, runId, anonymityNumber)];
    if (run === null || found === null) continue;
    const title = sittings.find(({ id }) => id === run.sittingId)?.title ?? run.unit;
    units.push({ title, mark: found.mark, maximum: found.maximum, code: found.code });
  }
  const ranks = await ranksOf(database, release.rankingRunId, anonymityNumber);
  if (exam === null || (units.length === 0 && ranks.length === 0)) return null;
  return { examTitle: exam.title, anonymityNumber, publishAtMs: release.publishAtMs, stale: false, units, ranks };
}

async function ranksOf(database: Database, rankingRunId: number | null, anonymityNumber: string) {
  if (rankingRunId === null) return [];
  const ranking = await findRanking(database, rankingRunId);
  const [own, counts] = [
    await resultsOfCandidate(database, rankingRunId, anonymityNumber),
    await rankedCounts(database, rankingRunId),
  ];
  return own.map(({ rank, ranking: code, total }) => ({
    name: ranking?.rules.rankings.find((one) => one.code === code)?.name ?? code,
    rank,
    ranked: counts.find((one) => one.ranking === code)?.ranked ?? 0,
    total,
  }));
}

const SAMPLES = 3;
export async function dryRunOf(
  database: Database,
  examId: number,
  release: ExamRelease,
  candidate: string | null,
): Promise<DryRun> {
  const sittings = await juriedSittings(database, examId);
  const units: DryRun["units"] = [];
  const shown = new Set<number>();
  for (const runId of release.runIds) {
    const run = await findRun(database, runId);
    if (run === null) continue;
    shown.add(run.sittingId);
    const title = sittings.find(({ id }) => id === run.sittingId)?.title ?? run.unit;
    units.push({ title, runId, maximum: run.maximum ?? 0, ...(await runTotals(database, runId)) });
  }
  const ranking = release.rankingRunId === null ? null : await findRanking(database, release.rankingRunId);
  const counts = release.rankingRunId === null ? [] : await rankedCounts(database, release.rankingRunId);
  const [first] = release.runIds;
  const numbers =
    candidate !== null ? [candidate] : first === undefined ? [] : await firstNumbers(database, first, SAMPLES);
  const samples: CandidateResult[] = [];
  for (const number of numbers) {
    const sample = await resultOf(database, examId, release, number);
    if (sample !== null) samples.push(sample);
  }
  return {
    units,
    ranks: counts.map((one) => ({
      name: ranking?.rules.rankings.find(({ code }) => code === one.ranking)?.name ?? one.ranking,
      ranked: one.ranked,
      unranked: one.candidates - one.ranked,
    })),
    missing: sittings.filter(({ id, rehearsal }) => !rehearsal && !shown.has(id)).map(({ title }) => title),
    samples,
  };
}
