/** Rehearsals: sittings of a paper that are never marked. The demo opens one after another. */
import { and, count, desc, eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { journal } from "#postgres/schema/answers";
import { exam, paper, sitting } from "#postgres/schema/exam";

export interface PaperRow {
  readonly id: number;
  readonly title: string;
  /** Without extra time, ms. */
  readonly durationMs: number;
}

/** A paper by its slug and its exam's, or null. */
export async function paperOfExam(db: NodePgDatabase, examSlug: string, slug: string): Promise<PaperRow | null> {
  const [found] = await db
    .select({ id: paper.id, title: paper.title, durationMs: paper.durationMs })
    .from(paper)
    .innerJoin(exam, eq(exam.id, paper.examId))
    .where(and(eq(exam.slug, examSlug), eq(paper.slug, slug)));
  return found ?? null;
}

export interface RehearsalSitting {
  readonly id: number;
  /** Acts of its journal that have reached this database. */
  readonly drainedActCount: number;
}

/** The newest rehearsal of a paper, or null. */
export async function latestRehearsal(db: NodePgDatabase, paperId: number): Promise<RehearsalSitting | null> {
  const [found] = await db
    .select({ id: sitting.id })
    .from(sitting)
    .where(and(eq(sitting.paperId, paperId), eq(sitting.rehearsal, 1)))
    .orderBy(desc(sitting.id))
    .limit(1);
  if (!found) return null;
  const [acts] = await db.select({ count: count() }).from(journal).where(eq(journal.sittingId, found.id));
  return { id: found.id, drainedActCount: acts?.count ?? 0 };
}

/** Makes a rehearsal, perhaps with a backup paper staged, planned to start at `startMs`; resolves to its id. */
export async function createRehearsal(
  db: NodePgDatabase,
  paperId: number,
  title: string,
  startMs: number,
  backupPaperId: number | null = null,
): Promise<number> {
  const [made] = await db
    .insert(sitting)
    .values({ paperId, title, plannedStartMs: startMs, rehearsal: 1, backupPaperId })
    .returning({ id: sitting.id });
  if (!made) throw new Error("a sitting was not made");
  return made.id;
}
