/** A plan against what is stored: writes what differs and tells it, a line each. In one transaction. */
import { isDeepStrictEqual } from "node:util";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal } from "#cli/command";
import type { PaperCheck } from "#cli/import/check-paper";
import { storePaper } from "#cli/import/import-paper";
import type { ExamPlan } from "#contracts/exam/plan";
import type { PlanInstants } from "#domain/exam/exam-plan";
import { createExam, type ExamRef, findExam, lockExam } from "#postgres/exam/exams";
import { storePlaces } from "#postgres/exam/places";
import {
  copyPaper,
  examHead,
  paperIds,
  type PlannedSittingRow,
  plannedSittings,
  setExamHead,
  storeSitting,
} from "#postgres/exam/plan";
import { commonItems, examPlanView } from "#postgres/exam/reschedule";
import { addSlots, removeOtherSlots } from "#postgres/exam/slots";
import { placesOf } from "#postgres/queries/roster";

export interface ExamInHand {
  readonly plan: ExamPlan;
  readonly instants: PlanInstants;
  /** Papers that stand beside the file, by slug. */
  readonly papers: ReadonlyMap<string, Extract<PaperCheck, { ok: true }>>;
}

/** `hasBegun`: whether a sitting's journal holds an act; asked only where a sitting would change. */
export async function storePlan(
  tx: NodePgDatabase,
  inHand: ExamInHand,
  hasBegun: (sittingId: number) => Promise<boolean>,
): Promise<string[]> {
  const { plan } = inHand;
  const lines: string[] = [];
  const known = await findExam(tx, plan.slug);
  const exam = known ?? (await createExam(tx, plan.slug, plan.title));
  if (!exam) throw new Refusal(`exam "${plan.slug}" was made by somebody else meanwhile: import again`);
  await lockExam(tx, exam.id);
  const head = { title: plan.title, timeZone: plan.timeZone };
  const differs = !isDeepStrictEqual(await examHead(tx, exam.id), head);
  if (differs) await setExamHead(tx, exam.id, head);
  if (!known) lines.push(`exam "${plan.slug}": new`);
  else if (differs) lines.push(`exam "${plan.slug}": title or time zone changed`);
  lines.push(...(await bringPapers(tx, exam, inHand)));
  lines.push(...(await bringPlaces(tx, exam.id, plan)));
  lines.push(...(await bringSittings(tx, exam, inHand, hasBegun)));
  lines.push(...(await bringSlots(tx, exam.id, inHand)));
  return lines;
}

async function bringPapers(tx: NodePgDatabase, exam: ExamRef, { plan, papers }: ExamInHand): Promise<string[]> {
  const lines: string[] = [];
  const known = await paperIds(tx, exam.id);
  for (const one of plan.papers) {
    const checked = papers.get(one.slug);
    if (checked) {
      const { what } = await storePaper(tx, exam, checked, true);
      if (what !== "was already there") lines.push(`paper "${one.slug}": ${what}`);
    } else if ("exam" in one && !known.has(one.slug)) {
      if (one.exam === exam.slug || !(await copyPaper(tx, one.exam, one.slug, exam.id)))
        throw new Refusal(`exam "${one.exam}" has no paper "${one.slug}"; nothing was imported`);
      lines.push(`paper "${one.slug}": taken over from exam "${one.exam}"`);
    }
  }
  return lines;
}

async function bringPlaces(tx: NodePgDatabase, examId: number, { centres }: ExamPlan): Promise<string[]> {
  const before = await placesOf(tx, examId);
  const places = centres.flatMap((centre) =>
    centre.rooms.map(({ code, name, rows, columns }) => ({
      centre: centre.code,
      centreName: centre.name ?? "",
      room: code,
      roomName: name ?? "",
      plan: rows === undefined || columns === undefined ? null : { rows, columns },
    })),
  );
  if (places.length > 0) await storePlaces(tx, examId, places);
  const after = await placesOf(tx, examId);
  return after.flatMap((centre) => {
    const old = before.find((one) => one.id === centre.id);
    if (!old) return [`centre ${centre.code}: new, ${centre.rooms.length} rooms`];
    const renamed = old.name === centre.name ? [] : [`centre ${centre.code}: now "${centre.name}"`];
    const rooms = centre.rooms.flatMap((room) => {
      const oldRoom = old.rooms.find((one) => one.id === room.id);
      if (isDeepStrictEqual(oldRoom, room)) return [];
      return [`room ${centre.code}/${room.code}: ${oldRoom ? "changed" : "new"}`];
    });
    return [...renamed, ...rooms];
  });
}

async function bringSittings(
  tx: NodePgDatabase,
  exam: ExamRef,
  { plan, instants }: ExamInHand,
  hasBegun: (sittingId: number) => Promise<boolean>,
): Promise<string[]> {
  const lines: string[] = [];
  const ids = await paperIds(tx, exam.id);
  const stored = await plannedSittings(tx, exam.id);
  for (const [n, one] of plan.sittings.entries()) {
    const paperId = paperOf(ids, one.paper, n);
    const backupPaperId = one.backup === null ? null : paperOf(ids, one.backup, n);
    const { title, rules, rehearsal, paper, backup } = one;
    const wanted = { title, paper, backup, plannedStartMs: instants.startsMs[n] ?? 0, rules, rehearsal };
    const [old, another] = stored.filter((known) => known.title === title);
    if (another) throw new Refusal(`exam "${exam.slug}" has two sittings "${title}": which one is meant?`);
    const changes = old ? changesOf(old, wanted) : [];
    if (old && changes.length === 0) continue;
    if (old && (await hasBegun(old.id)))
      throw new Refusal(
        `sitting "${title}" has begun: ${changes.join(", ")} can no longer change; nothing was imported`,
      );
    if (changes.includes("rehearsal"))
      throw new Refusal(`sitting "${title}": what was planned as a rehearsal stays one; give the other another title`);
    const mixed = backupPaperId === null ? null : await commonItems(tx, paperId, backupPaperId);
    if (mixed !== null) throw new Refusal(`sitting "${title}": ${mixed}; nothing was imported`);
    const { plannedStartMs } = wanted;
    await storeSitting(tx, old?.id ?? null, { title, paperId, backupPaperId, plannedStartMs, rules, rehearsal });
    lines.push(`sitting "${title}": ${old ? `${changes.join(", ")} changed` : "new"}`);
  }
  return lines;
}

function paperOf(ids: ReadonlyMap<string, number>, slug: string, n: number): number {
  const id = ids.get(slug);
  if (id === undefined)
    throw new Refusal(
      `sittings[${n}]: the exam has no paper "${slug}": import it first, or name its folder under "papers"; nothing was imported`,
    );
  return id;
}

const FIELDS = ["paper", "backup", "plannedStartMs", "rules", "rehearsal"] as const;
const SAID: Readonly<Record<(typeof FIELDS)[number], string>> = {
  paper: "paper",
  backup: "backup paper",
  plannedStartMs: "start",
  rules: "rules",
  rehearsal: "rehearsal",
};
const changesOf = (old: PlannedSittingRow, wanted: Omit<PlannedSittingRow, "id">): string[] =>
  FIELDS.filter((field) => !isDeepStrictEqual(old[field], wanted[field])).map((field) => SAID[field]);

async function bringSlots(tx: NodePgDatabase, examId: number, { instants }: ExamInHand): Promise<string[]> {
  const slots = async () => (await examPlanView(tx, examId)).reserveSlots.map((slot) => slot.startMs);
  const before = await slots();
  await removeOtherSlots(tx, examId, instants.slotsMs);
  await addSlots(tx, examId, instants.slotsMs);
  const after = await slots();
  const added = after.filter((ms) => !before.includes(ms)).length;
  const removed = before.filter((ms) => !after.includes(ms)).length;
  return added + removed === 0 ? [] : [`reserve slots: ${added} new, ${removed} removed`];
}
