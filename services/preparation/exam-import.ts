/** A plan against what is stored: writes what differs, and tells it. In one transaction. */
import { isDeepStrictEqual } from "node:util";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Imported } from "#contracts/console/preparation";
import { planText } from "#domain/exam/local-time";
import { below, type Problem } from "#domain/exam/problem";
import { createExam, type ExamRef, findExam, lockExam } from "#postgres/exam/exams";
import { storePlaces } from "#postgres/exam/places";
import { copyPaper, examHead, type PlannedSittingRow, paperIds, plannedSittings } from "#postgres/exam/plan";
import { setExamHead, storeSitting } from "#postgres/exam/plan";
import { commonItem, examPlanView } from "#postgres/exam/reschedule";
import { addSlots, removeOtherSlots } from "#postgres/exam/slots";
import { placesOf } from "#postgres/queries/roster";
import { type Change, changed, made, removed } from "#preparation/change";
import type { ExamFile } from "#preparation/exam-file";

export interface ExamParts {
  /** Whether a sitting's journal holds an act; asked only where a sitting would change. */
  hasBegun(sittingId: number): Promise<boolean>;
  /** Papers that stand beside the file, by slug: each stores itself and says whether it changed anything. */
  readonly papers: ReadonlyMap<string, (tx: NodePgDatabase, exam: ExamRef) => Promise<boolean>>;
}
export interface ExamImport {
  readonly examId: number;
  readonly changes: readonly Change[];
  /** How many of each the file names. */
  readonly named: Readonly<Partial<Record<Imported, number>>>;
  readonly problems: readonly Problem[];
}

export async function importExam(tx: NodePgDatabase, file: ExamFile, parts: ExamParts): Promise<ExamImport> {
  const { plan } = file;
  const problems: Problem[] = [];
  const known = await findExam(tx, plan.slug);
  const exam = known ?? (await createExam(tx, plan.slug, plan.title)) ?? (await findExam(tx, plan.slug));
  if (!exam) throw new Error(`exam ${plan.slug} came and went`);
  await lockExam(tx, exam.id);
  const changes = [
    ...(await bringHead(tx, exam, file, known === null)),
    ...(await bringPapers(tx, exam, file, parts, problems)),
    ...(await bringPlaces(tx, exam.id, file)),
    ...(await bringSittings(tx, exam, file, parts, problems)),
    ...(await bringSlots(tx, exam.id, file)),
  ];
  const named = {
    exam: 1,
    paper: plan.papers.length,
    centre: plan.centres.length,
    room: plan.centres.reduce((sum, centre) => sum + centre.rooms.length, 0),
    sitting: plan.sittings.length,
    slot: plan.reserveSlots.length,
  };
  return { examId: exam.id, changes, named, problems };
}

async function bringHead(tx: NodePgDatabase, exam: ExamRef, { plan }: ExamFile, isNew: boolean): Promise<Change[]> {
  const before = await examHead(tx, exam.id);
  const fields = [
    ...(before.title === plan.title ? [] : ["title"]),
    ...(before.timeZone === plan.timeZone ? [] : ["time zone"]),
  ];
  if (fields.length > 0) await setExamHead(tx, exam.id, { title: plan.title, timeZone: plan.timeZone });
  if (isNew) return [made("exam", exam.slug)];
  return fields.length > 0 ? [changed("exam", exam.slug, fields)] : [];
}

async function bringPapers(
  tx: NodePgDatabase,
  exam: ExamRef,
  { plan }: ExamFile,
  { papers }: ExamParts,
  problems: Problem[],
): Promise<Change[]> {
  const changes: Change[] = [];
  const known = await paperIds(tx, exam.id);
  for (const [n, one] of plan.papers.entries()) {
    const store = papers.get(one.slug);
    if (store) {
      if (await store(tx, exam))
        changes.push(known.has(one.slug) ? changed("paper", one.slug, []) : made("paper", one.slug));
    } else if ("exam" in one && !known.has(one.slug)) {
      if (one.exam !== exam.slug && (await copyPaper(tx, one.exam, one.slug, exam.id)))
        changes.push(made("paper", one.slug, [`taken over from exam "${one.exam}"`]));
      else
        problems.push({
          rule: "paper-unknown",
          place: below("papers", n),
          message: `exam "${one.exam}" has no paper "${one.slug}"`,
          value: one.slug,
        });
    }
  }
  return changes;
}

async function bringPlaces(tx: NodePgDatabase, examId: number, { plan }: ExamFile): Promise<Change[]> {
  const before = await placesOf(tx, examId);
  const places = plan.centres.flatMap((centre) =>
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
    const rooms = centre.rooms.flatMap((room) => {
      const name = `${centre.code}/${room.code}`;
      const oldRoom = old?.rooms.find((one) => one.id === room.id);
      if (!oldRoom) return [made("room", name)];
      const fields = [
        ...(oldRoom.name === room.name ? [] : ["name"]),
        ...(oldRoom.rows === room.rows && oldRoom.columns === room.columns ? [] : ["seat plan"]),
      ];
      return fields.length === 0 ? [] : [changed("room", name, fields)];
    });
    if (!old) return [made("centre", centre.code), ...rooms];
    return old.name === centre.name ? rooms : [changed("centre", centre.code, ["name"]), ...rooms];
  });
}

async function bringSittings(
  tx: NodePgDatabase,
  exam: ExamRef,
  { plan, instants }: ExamFile,
  { hasBegun }: ExamParts,
  problems: Problem[],
): Promise<Change[]> {
  const changes: Change[] = [];
  const ids = await paperIds(tx, exam.id);
  const stored = await plannedSittings(tx, exam.id);
  for (const [n, one] of plan.sittings.entries()) {
    const { title, rules, rehearsal, paper, backup } = one;
    const refuse = (rule: string, message: string, value = title) =>
      problems.push({ rule, place: below("sittings", n), message, value });
    const missing = [paper, ...(backup === null ? [] : [backup])].filter((slug) => !ids.has(slug));
    for (const slug of missing) refuse("paper-unknown", `the exam has no paper "${slug}": import it first`, slug);
    const paperId = ids.get(paper);
    if (paperId === undefined || missing.length > 0) continue;
    const backupPaperId = backup === null ? null : (ids.get(backup) ?? null);
    const wanted = { title, paper, backup, plannedStartMs: instants.startsMs[n] ?? 0, rules, rehearsal };
    const [old, another] = stored.filter((known) => known.title === title);
    if (another) {
      refuse("sitting-twice", `exam "${exam.slug}" has two sittings "${title}": which one is meant?`);
      continue;
    }
    const fields = old ? changesOf(old, wanted) : [];
    if (old && fields.length === 0) continue;
    const mixed = backupPaperId === null ? null : await commonItem(tx, paperId, backupPaperId);
    if (old && (await hasBegun(old.id)))
      refuse("sitting-begun", `sitting "${title}" has begun: ${fields.join(", ")} can no longer change`);
    else if (fields.includes("rehearsal"))
      refuse(
        "rehearsal",
        `sitting "${title}": what was planned as a rehearsal stays one; give the other another title`,
      );
    else if (mixed !== null)
      refuse("papers-share-item", `sitting "${title}": the backup paper has an item of the paper: "${mixed}"`, mixed);
    else {
      const { plannedStartMs } = wanted;
      await storeSitting(tx, old?.id ?? null, { title, paperId, backupPaperId, plannedStartMs, rules, rehearsal });
      changes.push(old ? changed("sitting", title, fields) : made("sitting", title));
    }
  }
  return changes;
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

async function bringSlots(tx: NodePgDatabase, examId: number, { plan, instants }: ExamFile): Promise<Change[]> {
  const slots = async () => (await examPlanView(tx, examId)).reserveSlots.map((slot) => slot.startMs);
  const name = (ms: number) => planText(ms, plan.timeZone, 0);
  const before = await slots();
  await removeOtherSlots(tx, examId, instants.slotsMs);
  await addSlots(tx, examId, instants.slotsMs);
  const after = await slots();
  return [
    ...after.filter((ms) => !before.includes(ms)).map((ms) => made("slot", name(ms))),
    ...before.filter((ms) => !after.includes(ms)).map((ms) => removed("slot", name(ms))),
  ];
}
