/** `amphi import candidates`: shows what a file would change, then commits all of it or nothing. */
import { drizzle } from "drizzle-orm/node-postgres";
import { UsageError, type Command } from "#cli/command";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { planLines } from "#cli/import/candidate-report";
import { refuseProblems } from "#cli/import/problems";
import { readTableFile } from "#cli/import/table-file";
import { type CandidatePlan, needsConsent } from "#domain/exam/candidate-plan";
import type { Problem } from "#domain/exam/problem";
import { readCandidateFile } from "#preparation/candidate-file";
import { importCandidates } from "#preparation/candidate-import";
import { rehearsable } from "#preparation/rehearsable";

const OPTIONS = { exam: { type: "string" }, "dry-run": { type: "boolean" }, yes: { type: "boolean" } } as const;

export const importCandidatesCommand: Command = {
  path: ["import", "candidates"],
  usage: "import candidates FILE.csv [--exam SLUG] [--dry-run] [--yes]",
  summary: "imports candidates; shows new, moved, changed and gone first, and changes people only with --yes",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file is needed");
    const file = readTableFile(path, readCandidateFile);
    for (const note of file.notes) context.err(`note: ${note}`);
    const dryRun = values["dry-run"] === true;
    const objection = dryRun || values.yes === true ? undefined : withoutConsent;
    const { slug, plan, problems } = await rehearsable(drizzle(context.database()), dryRun, async (tx) => {
      const exam = await chosenExam(tx, values.exam);
      return { slug: exam.slug, ...(await importCandidates(tx, exam, file, objection)) };
    });
    for (const line of planLines(slug, plan)) context.out(line);
    refuseProblems(path, problems);
    context.out(dryRun ? "dry run: nothing was changed" : `imported into exam "${slug}"`);
    return 0;
  },
};

const withoutConsent = (plan: CandidatePlan): Problem | null =>
  needsConsent(plan)
    ? {
        rule: "consent",
        place: "",
        message: "people who are already there would be moved, changed or removed: add --yes",
      }
    : null;
