/** Sittings and the papers they are of. */
import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Durations } from "#domain/sitting/duration";
import { type Database, reading } from "#postgres/queries/reading";
import { exam, paper, sitting } from "#postgres/schema/exam";

const backup = alias(paper, "backup");
const PLAN = {
  id: sitting.id,
  title: sitting.title,
  plannedStartMs: sitting.plannedStartMs,
  rehearsal: sitting.rehearsal,
  rules: sitting.rules,
  examId: paper.examId,
  paperId: paper.id,
  paperSlug: paper.slug,
  durationMs: paper.durationMs,
  viewSha256: paper.viewSha256,
  /** Staged with it; null when there is none. */
  backup: {
    paperId: backup.id,
    paperSlug: backup.slug,
    durationMs: backup.durationMs,
    viewSha256: backup.viewSha256,
  },
  replacesSittingId: sitting.replacesSittingId,
};

const plans = (database: Database) =>
  database
    .select(PLAN)
    .from(sitting)
    .innerJoin(paper, eq(paper.id, sitting.paperId))
    .leftJoin(backup, eq(backup.id, sitting.backupPaperId));
export type SittingPlan = Awaited<ReturnType<typeof listSittings>>[number];

export const durationsOf = (plan: Pick<SittingPlan, "durationMs" | "backup">): Durations => ({
  durationMs: plan.durationMs,
  backupDurationMs: plan.backup?.durationMs ?? null,
});

/** Every sitting of one exam. */
export const sittingsOfExam = (database: Database, examId: number) =>
  reading("sittings", () => plans(database).where(eq(paper.examId, examId)));

export async function findSitting(database: Database, sittingId: number): Promise<SittingPlan | null> {
  const [found] = await reading("sitting", () => plans(database).where(eq(sitting.id, sittingId)));
  return found ?? null;
}

/** Every sitting, in the order in which they were made. */
export const listSittings = (database: Database) => reading("sittings", () => plans(database).orderBy(asc(sitting.id)));

/** Papers with this slug, one per exam that has it. */
export const findPapers = (database: Database, slug: string, examSlug: string | null) =>
  reading("paper", () =>
    database
      .select({ id: paper.id, title: paper.title, examSlug: exam.slug })
      .from(paper)
      .innerJoin(exam, eq(exam.id, paper.examId))
      .where(examSlug === null ? eq(paper.slug, slug) : and(eq(paper.slug, slug), eq(exam.slug, examSlug)))
      .orderBy(asc(exam.id)),
  );

export interface NewSitting {
  readonly paperId: number;
  readonly title: string;
  readonly plannedStartMs: number;
  readonly rehearsal: boolean;
  readonly backupPaperId?: number | null;
}
/** Makes a sitting (a trigger makes its part of the log) and returns its id. */
export async function createSitting(database: Database, planned: NewSitting): Promise<number> {
  const [made] = await database
    .insert(sitting)
    .values({ ...planned, rehearsal: planned.rehearsal ? 1 : 0 })
    .returning({ id: sitting.id });
  if (!made) throw new Error("the sitting was not made");
  return made.id;
}
