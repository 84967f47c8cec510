/** `amphi export exam`: the plan as a file that `amphi import exam` reads, for next year or another installation. */
import { existsSync } from "node:fs";
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { ExamPlan } from "#contracts/exam/plan";
import { planOfExam } from "#preparation/exam-file";

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
    const plan = await planOfExam(db, await chosenExam(db, slug), values.as ?? slug, days);
    const read = ExamPlan.safeParse(plan);
    if (!read.success) throw new Refusal(...read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`));
    await writeWhole(out, JSON.stringify(plan, null, 2) + "\n");
    context.out(`${out}: ${plan.sittings.length} sittings, ${plan.centres.length} centres`);
    return 0;
  },
};
