/** A candidate by what a person knows, and what blocks a receipt. */
import { and, count, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { CandidateRef } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";
import { quarantine } from "#postgres/schema/answers";
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

/** Records of a candidate in a sitting that wait in quarantine for a ruling. */
export async function quarantinedOf(database: Database, of: CandidateRef): Promise<number> {
  const [row] = await reading("quarantine", () =>
    database
      .select({ n: count() })
      .from(quarantine)
      .where(
        and(
          eq(quarantine.sittingId, of.sittingId),
          eq(quarantine.candidateId, of.candidateId),
          isNull(quarantine.ruledAt),
        ),
      ),
  );
  return row?.n ?? 0;
}
