/** Who stands behind the anonymity numbers of an exam. The database itself answers only once two persons have lifted it. */
import { sql } from "drizzle-orm";
import { decisionsInForce } from "#postgres/queries/decisions";
import { type Database, reading } from "#postgres/queries/reading";

export interface NamedCandidate {
  readonly anonymityNumber: string;
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
}

/** By anonymity number; null: the anonymity of the exam is not lifted. */
export async function namesOfExam(database: Database, examId: number): Promise<NamedCandidate[] | null> {
  const lifted = await decisionsInForce(database, { kind: "exam", id: examId }, ["lift_anonymity"]);
  if (lifted.length === 0) return null;
  const { rows } = await reading("names", () =>
    database.execute<NamedCandidate & Record<string, unknown>>(
      sql`SELECT anonymity_number AS "anonymityNumber", student_number AS "studentNumber",
        family_name AS "familyName", given_name AS "givenName" FROM names_of_exam(${examId})`,
    ),
  );
  return rows;
}
