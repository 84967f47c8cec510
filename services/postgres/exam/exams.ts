/** Exams by their slug. */
import { eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { exam } from "#postgres/schema/exam";

export interface ExamRef {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
}

export const listExams = (db: NodePgDatabase): Promise<ExamRef[]> =>
  db.select({ id: exam.id, slug: exam.slug, title: exam.title }).from(exam).orderBy(exam.slug);

/** The exam, or null when no exam has this slug. */
export async function findExam(db: NodePgDatabase, slug: string): Promise<ExamRef | null> {
  const [found] = await db
    .select({ id: exam.id, slug: exam.slug, title: exam.title })
    .from(exam)
    .where(eq(exam.slug, slug));
  return found ?? null;
}

export async function findExamById(db: NodePgDatabase, id: number): Promise<ExamRef | null> {
  const [found] = await db
    .select({ id: exam.id, slug: exam.slug, title: exam.title })
    .from(exam)
    .where(eq(exam.id, id));
  return found ?? null;
}

/** Makes an exam; null when the slug is taken. */
export async function createExam(db: NodePgDatabase, slug: string, title: string): Promise<ExamRef | null> {
  const [made] = await db.insert(exam).values({ slug, title }).onConflictDoNothing().returning();
  return made ?? null;
}

/** Locks the exam's row until the transaction ends: two imports into one exam wait for each other. */
export const lockExam = (db: NodePgDatabase, examId: number): Promise<unknown> =>
  db.select({ id: exam.id }).from(exam).where(eq(exam.id, examId)).for("update");
