/** `amphi export exam`: the plan of an exam as a file that `amphi import exam` reads, for next year or another installation. */
import { existsSync } from "node:fs";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { ExamPlan } from "#contracts/exam/plan";
import { planText } from "#domain/exam/local-time";
import type { ExamRef } from "#postgres/exam/exams";
import { examHead, plannedSittings } from "#postgres/exam/plan";
import { examPlanView } from "#postgres/exam/reschedule";
import { placesOf } from "#postgres/queries/roster";

export const exportExamCommand: Command = {
  path: ["export", "exam"],
  usage: "export exam SLUG --out FILE.json [--as NEW-SLUG] [--shift-days N]",
  summary: "writes an exam's plan; --as names a copy, --shift-days moves every date by the calendar, at the same hour",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      out: { type: "string" },
      as: { type: "string" },
      "shift-days": { type: "string", default: "0" },
    });
    const [slug, ...rest] = positionals;
    const { out } = values;
    if (slug === undefined || rest.length > 0 || out === undefined) throw new UsageError("a slug and --out are needed");
    const days = Number(values["shift-days"]);
    if (!/^-?\d{1,5}$/.test(values["shift-days"])) throw new UsageError("--shift-days takes a whole number of days");
    if (existsSync(out)) throw new Refusal(`${out} exists`);
    const db = drizzle(context.database());
    const plan = await planOf(db, await chosenExam(db, slug), values.as ?? slug, days);
    const read = ExamPlan.safeParse(plan);
    if (!read.success) throw new Refusal(...read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`));
    await writeWhole(out, JSON.stringify(plan, null, 2) + "\n");
    context.out(`${out}: ${plan.sittings.length} sittings, ${plan.centres.length} centres`);
    return 0;
  },
};

async function planOf(db: NodePgDatabase, exam: ExamRef, slug: string, days: number): Promise<ExamPlan> {
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
