/** A cancelled sitting, held again on a reserve slot. */
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { ExamPlanView } from "#contracts/console/day";
import type { Phase } from "#domain/sitting/scope-state";
import type { DayOutcome } from "#postgres/exam/day";
import { lockExam } from "#postgres/exam/exams";
import { type Database, reading } from "#postgres/queries/reading";
import { paper, reserveSlot, sitting } from "#postgres/schema/exam";

export interface Rescheduling {
  readonly cancelledSittingId: number;
  readonly slotId: number;
  /** Slugs of papers of the exam. */
  readonly paper: string;
  readonly backup: string | null;
  /** Why a paper that candidates may have seen is given again; null: that is refused. */
  readonly override: string | null;
}

/** What PostgreSQL does not know. */
export interface SittingsNow {
  /** Where a sitting stands by its journal in the control Redis: the copy here may be behind. */
  phaseOf(sittingId: number): Promise<Phase>;
  /** Wall clock, ms. */
  readonly nowMs: number;
}

/**
 * Makes the sitting and takes the slot, in one transaction; of several at once one wins and the others are told. Only what
 * is cancelled is held again, and only in what is still to come.
 */
export async function reschedule(
  database: Database,
  asked: Rescheduling,
  { phaseOf, nowMs }: SittingsNow,
): Promise<DayOutcome<{ sittingId: number }>> {
  const phase = await phaseOf(asked.cancelledSittingId);
  return reading("rescheduling", () =>
    database.transaction(async (tx): Promise<DayOutcome<{ sittingId: number }>> => {
      const cancelled = await cancelledSitting(tx, asked.cancelledSittingId);
      if (!cancelled) return { refused: { code: "sitting_unknown" } };
      if (phase !== "cancelled") return { refused: { code: "not_cancelled", phase } };
      const { examId } = cancelled;
      await lockExam(tx, examId);
      const [again] = await tx
        .select({ id: sitting.id })
        .from(sitting)
        .where(eq(sitting.replacesSittingId, cancelled.id));
      if (again) return { refused: { code: "replaced_already", sittingId: again.id } };
      const slot = await slotOf(tx, examId, asked.slotId);
      if (!slot) return { refused: { code: "slot_unknown" } };
      if (slot.sittingId !== null) return { refused: { code: "slot_taken", sittingId: slot.sittingId } };
      if (slot.startMs <= nowMs) return { refused: { code: "slot_past" } };
      const papers = await chosenPapers(tx, examId, asked);
      if ("refused" in papers) return papers;
      const [made] = await tx
        .insert(sitting)
        .values({
          paperId: papers.done.paperId,
          backupPaperId: papers.done.backupPaperId,
          title: cancelled.title,
          plannedStartMs: slot.startMs,
          rules: cancelled.rules,
          rehearsal: cancelled.rehearsal,
          replacesSittingId: cancelled.id,
        })
        .returning({ id: sitting.id });
      if (!made) throw new Error("a sitting was not made");
      await tx.update(reserveSlot).set({ sittingId: made.id }).where(eq(reserveSlot.id, slot.id));
      return { done: { sittingId: made.id } };
    }),
  );
}

async function cancelledSitting(tx: Database, id: number) {
  const [found] = await tx
    .select({
      id: sitting.id,
      examId: paper.examId,
      title: sitting.title,
      rules: sitting.rules,
      rehearsal: sitting.rehearsal,
    })
    .from(sitting)
    .innerJoin(paper, eq(paper.id, sitting.paperId))
    .where(eq(sitting.id, id));
  return found ?? null;
}

async function slotOf(tx: Database, examId: number, id: number) {
  const [found] = await tx
    .select({ id: reserveSlot.id, startMs: reserveSlot.startMs, sittingId: reserveSlot.sittingId })
    .from(reserveSlot)
    .where(and(eq(reserveSlot.id, id), eq(reserveSlot.examId, examId)));
  return found ?? null;
}

async function chosenPapers(
  tx: Database,
  examId: number,
  { paper: slug, backup: backupSlug, override }: Rescheduling,
): Promise<DayOutcome<{ paperId: number; backupPaperId: number | null }>> {
  const main = await paperCalled(tx, examId, slug);
  if (main === null) return { refused: { code: "paper_unknown", paper: slug } };
  const backup = backupSlug === null ? null : await paperCalled(tx, examId, backupSlug);
  if (backupSlug !== null && backup === null) return { refused: { code: "paper_unknown", paper: backupSlug } };
  for (const [id, name] of [[main, slug] as const, ...(backup === null ? [] : [[backup, backupSlug] as const])]) {
    const [given] = override === null ? await sittingsWith(tx, id) : [];
    if (given) return { refused: { code: "paper_given", paper: name ?? "", sittingId: given.id } };
  }
  const itemId = backup === null ? null : await commonItem(tx, main, backup);
  if (itemId !== null) return { refused: { code: "papers_share_item", itemId } };
  return { done: { paperId: main, backupPaperId: backup } };
}

async function paperCalled(tx: Database, examId: number, slug: string): Promise<number | null> {
  const [found] = await tx
    .select({ id: paper.id })
    .from(paper)
    .where(and(eq(paper.examId, examId), eq(paper.slug, slug)));
  return found?.id ?? null;
}

/** Sittings that stage this paper: as the paper or as the backup, which is on every tablet from the start. */
const sittingsWith = (tx: Database, paperId: number): Promise<{ id: number }[]> =>
  tx
    .select({ id: sitting.id })
    .from(sitting)
    .where(or(eq(sitting.paperId, paperId), eq(sitting.backupPaperId, paperId)))
    .orderBy(asc(sitting.id));

/**
 * An item of both papers, or null. With one, a paper cannot be the backup of the other: answers name their items alone, so
 * what was answered before and after would be mixed.
 */
export async function commonItem(tx: Database, paperId: number, backupPaperId: number): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT a.item_id AS id FROM paper_item a JOIN paper_item b ON b.item_id = a.item_id
    WHERE a.paper_id = ${paperId} AND b.paper_id = ${backupPaperId} ORDER BY a.position LIMIT 1`);
  const [common] = rows;
  return common?.id ?? null;
}

/** Reserve slots and papers of an exam: what is chosen from. */
export async function examPlanView(database: Database, examId: number): Promise<ExamPlanView> {
  const reserveSlots = await reading("slots", () =>
    database
      .select({ id: reserveSlot.id, startMs: reserveSlot.startMs, sittingId: reserveSlot.sittingId })
      .from(reserveSlot)
      .where(eq(reserveSlot.examId, examId))
      .orderBy(asc(reserveSlot.startMs)),
  );
  const papers = await reading("papers", () =>
    database
      .select({
        id: paper.id,
        slug: paper.slug,
        title: paper.title,
        durationMs: paper.durationMs,
        itemCount: sql<number>`(SELECT count(*)::int FROM paper_item i WHERE i.paper_id = paper.id)`,
        sittingIds: sql<number[]>`ARRAY(SELECT s.id FROM sitting s
          WHERE s.paper_id = paper.id OR s.backup_paper_id = paper.id ORDER BY 1)`,
      })
      .from(paper)
      .where(eq(paper.examId, examId))
      .orderBy(asc(paper.id)),
  );
  return { reserveSlots, papers };
}

/** Slots that nobody has taken, earliest first. */
export const freeSlots = (database: Database, examId: number): Promise<{ id: number; startMs: number }[]> =>
  reading("slots", () =>
    database
      .select({ id: reserveSlot.id, startMs: reserveSlot.startMs })
      .from(reserveSlot)
      .where(and(eq(reserveSlot.examId, examId), isNull(reserveSlot.sittingId)))
      .orderBy(asc(reserveSlot.startMs)),
  );
