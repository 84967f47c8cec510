/** Units whose marks come from a marking run that the jury has released. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { ExamRelease, ExamWithdrawal } from "#contracts/portal/jury/decisions";
import { decisionsInForce } from "#postgres/queries/decisions";
import { type Database, reading } from "#postgres/queries/reading";
import { unitFeed } from "#postgres/schema/competition";
import { candidate } from "#postgres/schema/exam";
import { markingRun, runCandidate } from "#postgres/schema/marking";

export interface SignedRun {
  readonly runId: number;
  readonly sittingId: number;
  readonly unit: string;
  readonly candidates: number;
  readonly marksSha256: string;
  readonly doneAtMs: number;
}
/** Runs of an exam that stand in a release signed by two and not withdrawn, the newest first. */
export async function signedRuns(database: Database, examId: number): Promise<SignedRun[]> {
  const decisions = await decisionsInForce(database, { kind: "exam", id: examId }, ["release", "withdrawal"]);
  const said = decisions.map(({ id, kind, payloadText }) => ({ id, kind, json: JSON.parse(payloadText) as unknown }));
  const withdrawn = new Set(
    said.filter(({ kind }) => kind === "withdrawal").map(({ json }) => ExamWithdrawal.parse(json).releaseId),
  );
  const runIds = said
    .filter(({ id, kind }) => kind === "release" && !withdrawn.has(id))
    .flatMap(({ json }) => ExamRelease.parse(json).runIds);
  if (runIds.length === 0) return [];
  const rows = await reading("runs", () =>
    database
      .select({
        ...{ runId: markingRun.id, sittingId: markingRun.sittingId, unit: markingRun.unit },
        ...{ candidates: markingRun.candidates, marksSha256: markingRun.marksSha256, doneAtMs: markingRun.doneAtMs },
      })
      .from(markingRun)
      .where(and(inArray(markingRun.id, runIds), eq(markingRun.state, "done")))
      .orderBy(sql`${markingRun.id} DESC`),
  );
  return rows.map((row) => ({ ...row, marksSha256: row.marksSha256 ?? "", doneAtMs: row.doneAtMs ?? 0 }));
}

/** Marks of a run by student number, thousandths; a code in place of a mark. */
export const runMarksByStudent = (database: Database, examId: number, runId: number) =>
  reading("marks of a run", () =>
    database
      .select({
        ...{ studentNumber: candidate.studentNumber, mark: runCandidate.mark, maximum: runCandidate.maximum },
        code: runCandidate.code,
      })
      .from(runCandidate)
      .innerJoin(
        candidate,
        and(eq(candidate.anonymityNumber, runCandidate.anonymityNumber), eq(candidate.examId, examId)),
      )
      .where(eq(runCandidate.runId, runId)),
  );

export const feedsOf = (database: Database, competitionId: number) =>
  reading("feeds", () => database.select().from(unitFeed).where(eq(unitFeed.competitionId, competitionId)));

export const writeFeed = (
  database: Database,
  feed: Pick<typeof unitFeed.$inferSelect, "competitionId" | "unit" | "runId" | "runHash" | "by">,
) =>
  database
    .insert(unitFeed)
    .values(feed)
    .onConflictDoUpdate({
      target: [unitFeed.competitionId, unitFeed.unit],
      set: { runId: feed.runId, runHash: feed.runHash, by: feed.by, at: sql`now()` },
    });
