/** The plan of an exam as it is stored: its sittings, and papers taken over from another exam. Call in a transaction. */
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { SittingRules } from "#contracts/exam/rules";
import { exam, paper, sitting } from "#postgres/schema/exam";

export interface PlannedSittingRow {
  readonly id: number;
  readonly title: string;
  readonly paper: string;
  readonly backup: string | null;
  readonly plannedStartMs: number;
  readonly rules: SittingRules;
  readonly rehearsal: boolean;
}

/** Sittings that were planned, in order of their start; those that replace a cancelled one are not part of a plan. */
export async function plannedSittings(db: NodePgDatabase, examId: number): Promise<PlannedSittingRow[]> {
  const backup = alias(paper, "backup");
  const rows = await db
    .select({
      id: sitting.id,
      title: sitting.title,
      paper: paper.slug,
      backup: backup.slug,
      plannedStartMs: sitting.plannedStartMs,
      rules: sitting.rules,
      rehearsal: sitting.rehearsal,
    })
    .from(sitting)
    .innerJoin(paper, eq(paper.id, sitting.paperId))
    .leftJoin(backup, eq(backup.id, sitting.backupPaperId))
    .where(and(eq(paper.examId, examId), isNull(sitting.replacesSittingId)))
    .orderBy(asc(sitting.plannedStartMs), asc(sitting.id));
  return rows.map((row) => ({ ...row, rehearsal: row.rehearsal !== 0 }));
}

export interface SittingToStore {
  readonly title: string;
  readonly paperId: number;
  readonly backupPaperId: number | null;
  readonly plannedStartMs: number;
  readonly rules: SittingRules;
  readonly rehearsal: boolean;
}

/** Makes a sitting, or changes the one with this id. */
export async function storeSitting(db: NodePgDatabase, id: number | null, planned: SittingToStore): Promise<void> {
  const { rehearsal, ...values } = planned;
  if (id === null) await db.insert(sitting).values({ ...values, rehearsal: rehearsal ? 1 : 0 });
  else await db.update(sitting).set(values).where(eq(sitting.id, id));
}

/** Ids of an exam's papers by slug. */
export async function paperIds(db: NodePgDatabase, examId: number): Promise<Map<string, number>> {
  const rows = await db.select({ id: paper.id, slug: paper.slug }).from(paper).where(eq(paper.examId, examId));
  return new Map(rows.map((row) => [row.slug, row.id]));
}

/**
 * Gives an exam a paper of another, with files, items and key; false when that exam has no such paper. The database copies
 * by itself, so that whoever asks for it need not be able to read sources and keys.
 */
export async function copyPaper(db: NodePgDatabase, fromExam: string, slug: string, examId: number): Promise<boolean> {
  const { rows } = await db.execute<{ made: number | null }>(
    sql`SELECT copy_paper(${fromExam}, ${slug}, ${examId}) AS made`,
  );
  return rows[0]?.made != null;
}

/** Title and zone of an exam. */
export async function examHead(db: NodePgDatabase, examId: number): Promise<{ title: string; timeZone: string }> {
  const [found] = await db.select({ title: exam.title, timeZone: exam.timeZone }).from(exam).where(eq(exam.id, examId));
  if (!found) throw new Error(`exam ${examId} went away`);
  return found;
}
export const setExamHead = (db: NodePgDatabase, examId: number, head: { title: string; timeZone: string }) =>
  db.update(exam).set(head).where(eq(exam.id, examId));
