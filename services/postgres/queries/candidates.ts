/** A candidate by what a person knows. */
import { and, desc, eq, or, sql } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate } from "#postgres/schema/exam";

/** Candidates of an exam with this student number or, after them, with this id. */
export const findCandidates = (database: Database, examId: number, who: string) =>
  reading("candidate", () =>
    database
      .select({
        id: candidate.id,
        studentNumber: candidate.studentNumber,
        familyName: candidate.familyName,
        givenName: candidate.givenName,
      })
      .from(candidate)
      .where(
        and(eq(candidate.examId, examId), or(eq(candidate.studentNumber, who), eq(sql`${candidate.id}::text`, who))),
      )
      .orderBy(desc(eq(candidate.studentNumber, who))),
  );
