/** The plan of an exam as a file: read with every problem, and written for another year or another installation. */
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { ExamPlan } from "#contracts/exam/plan";
import { type PlanInstants, readPlan } from "#domain/exam/exam-plan";
import { planText } from "#domain/exam/local-time";
import type { Problem } from "#domain/exam/problem";
import type { ExamRef } from "#postgres/exam/exams";
import { examHead, plannedSittings } from "#postgres/exam/plan";
import { examPlanView } from "#postgres/exam/reschedule";
import { placesOf } from "#postgres/queries/roster";
import { schemaProblems } from "#preparation/schema-problems";

export interface ExamFile {
  readonly plan: ExamPlan;
  readonly instants: PlanInstants;
}

/** `file` is null when its form is wrong; its instants hold only without problems. */
export function readExamFile(json: unknown): { readonly file: ExamFile | null; readonly problems: Problem[] } {
  const form = schemaProblems(ExamPlan, json);
  if (form.length > 0) return { file: null, problems: form };
  const plan = ExamPlan.parse(json);
  const { instants, problems } = readPlan(plan);
  return { file: { plan, instants }, problems };
}

/** The plan as it is stored; `slug` may name a copy, whose dates are `days` later at the same hours. Rehearsals stay out. */
export async function planOfExam(db: NodePgDatabase, exam: ExamRef, slug: string, days: number): Promise<ExamPlan> {
  const { title, timeZone } = await examHead(db, exam.id);
  const sittings = (await plannedSittings(db, exam.id)).filter((one) => !one.rehearsal);
  const { reserveSlots } = await examPlanView(db, exam.id);
  const named = new Set(sittings.flatMap(({ paper, backup }) => (backup === null ? [paper] : [paper, backup])));
  return {
    format: "amphi-exam",
    version: 1,
    slug,
    title,
    timeZone,
    // A copy takes its papers over from here until it has its own.
    papers: [...named].map((paper) => ({ slug: paper, exam: exam.slug })),
    sittings: sittings.map(({ title, paper, backup, plannedStartMs, rules }) => ({
      title,
      paper,
      backup,
      start: planText(plannedStartMs, timeZone, days),
      rules,
      rehearsal: false,
    })),
    reserveSlots: reserveSlots.map((slot) => planText(slot.startMs, timeZone, days)),
    centres: (await placesOf(db, exam.id))
      .filter((centre) => centre.rooms.length > 0)
      .map(({ code, name, rooms }) => ({
        code,
        name,
        rooms: rooms.map((room) => ({
          code: room.code,
          name: room.name,
          ...(room.rows === null || room.columns === null ? {} : { rows: room.rows, columns: room.columns }),
        })),
      })),
  };
}
