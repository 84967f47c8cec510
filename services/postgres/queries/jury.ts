/** What the jury's pages read besides runs and rankings: sittings, totals of what a release would show, who a receipt is of. */
import { and, asc, count, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { receipt } from "#postgres/schema/evidence";
import { candidate, centre, exam, paper, room, sitting } from "#postgres/schema/exam";
import { runCandidate } from "#postgres/schema/marking";
import { rankingResult } from "#postgres/schema/ranking";

/** By planned start. */
export const juriedSittings = (database: Database, examId: number) =>
  reading("sittings", () =>
    database
      .select({
        id: sitting.id,
        title: sitting.title,
        paperTitle: paper.title,
        plannedStartMs: sitting.plannedStartMs,
        rehearsal: sql<boolean>`${sitting.rehearsal} <> 0`,
      })
      .from(sitting)
      .innerJoin(paper, eq(paper.id, sitting.paperId))
      .where(eq(paper.examId, examId))
      .orderBy(asc(sitting.plannedStartMs), asc(sitting.id)),
  );

export async function examTitle(database: Database, examId: number) {
  const [found] = await reading("exam", () =>
    database.select({ id: exam.id, title: exam.title, timeZone: exam.timeZone }).from(exam).where(eq(exam.id, examId)),
  );
  return found ?? null;
}

/** Of a run: how many have a mark, how many a code in its place, and the mean of the marks. */
export async function runTotals(database: Database, runId: number) {
  const [found] = await reading("totals of a run", () =>
    database
      .select({
        marked: sql<number>`count(${runCandidate.mark})::int`,
        withCode: sql<number>`count(${runCandidate.code})::int`,
        mean: sql<number>`coalesce(avg(${runCandidate.mark}), 0)::float8`,
      })
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId)),
  );
  return found ?? { marked: 0, withCode: 0, mean: 0 };
}

/** The first numbers of a run. */
export const firstNumbers = async (database: Database, runId: number, limit: number): Promise<string[]> => {
  const rows = await reading("candidates of a run", () =>
    database
      .select({ number: runCandidate.anonymityNumber })
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId))
      .orderBy(asc(runCandidate.anonymityNumber))
      .limit(limit),
  );
  return rows.map(({ number }) => number);
};

/** By ranking: how many have a line and how many of these a rank. */
export const rankedCounts = (database: Database, rankingRunId: number) =>
  reading("ranked candidates", () =>
    database
      .select({ ranking: rankingResult.ranking, candidates: count(), ranked: count(rankingResult.rank) })
      .from(rankingResult)
      .where(eq(rankingResult.runId, rankingRunId))
      .groupBy(rankingResult.ranking),
  );

/** Whose receipt has this code, if it is the candidate with that student number; null: nobody's. */
export async function candidateOfReceipt(database: Database, code: string, studentNumber: string) {
  const [found] = await reading("receipt", () =>
    database
      .select({ examId: candidate.examId, anonymityNumber: candidate.anonymityNumber })
      .from(receipt)
      .innerJoin(candidate, eq(candidate.id, receipt.candidateId))
      .where(and(eq(receipt.code, code), eq(candidate.studentNumber, studentNumber), isNotNull(candidate.examId))),
  );
  return found ?? null;
}

/** What tablets got of these papers: JSON in UTF-8. */
export const viewsOfPapers = async (database: Database, paperIds: readonly number[]): Promise<Buffer[]> => {
  if (paperIds.length === 0) return [];
  const rows = await reading("papers", () =>
    database
      .select({ view: paper.view })
      .from(paper)
      .where(inArray(paper.id, [...paperIds])),
  );
  return rows.map(({ view }) => view);
};

/** Centres of an exam with their rooms, by code. */
export async function centreNames(database: Database, examId: number) {
  const rows = await reading("rooms", () =>
    database
      .select({ centre: centre.code, centreName: centre.name, code: room.code, name: room.name })
      .from(room)
      .innerJoin(centre, eq(centre.id, room.centreId))
      .where(eq(centre.examId, examId))
      .orderBy(asc(centre.code), asc(room.code)),
  );
  const found = new Map<string, { code: string; name: string; rooms: { code: string; name: string }[] }>();
  for (const { centre: own, centreName, code, name } of rows) {
    const known = found.get(own) ?? { code: own, name: centreName, rooms: [] };
    known.rooms.push({ code, name });
    found.set(own, known);
  }
  return [...found.values()];
}
