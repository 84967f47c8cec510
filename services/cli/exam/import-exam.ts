/** `amphi import exam`: the plan of an exam from one file; all of it or nothing, and the same file again changes nothing. */
import { dirname, resolve } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { checkPaper } from "#cli/import/check-paper";
import { refusalOf, storePaper } from "#cli/import/import-paper";
import { readJson, readPaperFolder } from "#cli/import/paper-files";
import { refuseProblems } from "#cli/import/problems";
import { problemLine } from "#domain/exam/problem";
import type { Change } from "#preparation/change";
import { type ExamFile, readExamFile } from "#preparation/exam-file";
import { type ExamParts, importExam } from "#preparation/exam-import";
import { rehearsable } from "#preparation/rehearsable";
import { createJournal } from "#redis/journal";

export const importExamCommand: Command = {
  path: ["import", "exam"],
  usage: "import exam FILE.json [--dry-run]",
  summary: "makes or updates an exam: sittings, reserve slots, centres, rooms, papers (docs/exam-format.md)",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { "dry-run": { type: "boolean", default: false } });
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file is needed");
    const dryRun = values["dry-run"];
    const { file, papers } = read(path);
    const { slug } = file.plan;
    const hasBegun = async (sittingId: number) =>
      (await createJournal(context.redisControl()).read(sittingId)).length > 0;
    const { changes, problems } = await rehearsable(drizzle(context.database()), dryRun, (tx) =>
      importExam(tx, file, { hasBegun, papers }),
    );
    refuseProblems(path, problems);
    for (const change of changes) context.out(lineOf(change));
    if (changes.length === 0) context.out(`exam "${slug}" is as the file says: nothing to change`);
    else context.out(dryRun ? "dry run: nothing was changed" : `exam "${slug}" imported`);
    return 0;
  },
};

const lineOf = ({ what, change, name, fields }: Change): string => {
  const said = change === "made" ? "new" : change;
  return `${what === "slot" ? "reserve slot" : what} ${name}: ${said}${fields.length > 0 ? ` (${fields.join(", ")})` : ""}`;
};

/** The file and the papers that it names, checked. Throws Refusal with every problem of both. */
function read(path: string): { file: ExamFile; papers: ExamParts["papers"] } {
  const { file, problems } = readExamFile(readJson(path));
  if (file === null) {
    refuseProblems(path, problems);
    throw new Error("a plan without form and without problem");
  }
  const papers = new Map<string, NonNullable<ReturnType<ExamParts["papers"]["get"]>>>();
  const refusals: Refusal[] = [];
  file.plan.papers.forEach((one, n) => {
    if (!("folder" in one)) return;
    const folder = readPaperFolder(resolve(dirname(path), one.folder), null);
    const checked = checkPaper(folder);
    if (!checked.ok) refusals.push(refusalOf(folder, checked));
    else if (checked.paper.slug !== one.slug)
      problems.push({
        rule: "another-paper",
        place: `papers[${n}].slug`,
        message: `the paper in ${one.folder} has the id "${checked.paper.slug}"`,
      });
    else
      papers.set(
        one.slug,
        async (tx, exam) => (await storePaper(tx, exam, checked, true)).what !== "was already there",
      );
  });
  if (refusals.length > 0) throw new Refusal(...problems.map(problemLine), ...refusals.flatMap((one) => one.lines));
  refuseProblems(path, problems);
  return { file, papers };
}
