/** `amphi import exam`: the plan of an exam from one file; all of it or nothing, and the same file again changes nothing. */
import { dirname, resolve } from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { type ExamInHand, storePlan } from "#cli/exam/store-plan";
import { readArguments } from "#cli/import/arguments";
import { checkPaper, type PaperCheck } from "#cli/import/check-paper";
import { refusalOf } from "#cli/import/import-paper";
import { readJson, readPaperFolder } from "#cli/import/paper-files";
import { schemaProblems } from "#cli/import/schema-problems";
import { ExamPlan } from "#contracts/exam/plan";
import { readPlan } from "#domain/exam/exam-plan";
import { type Problem, problemLine } from "#domain/exam/problem";
import { createJournal } from "#redis/journal";

export const importExamCommand: Command = {
  path: ["import", "exam"],
  usage: "import exam FILE.json [--dry-run]",
  summary: "makes or updates an exam: sittings, reserve slots, centres, rooms, papers (docs/exam-format.md)",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { "dry-run": { type: "boolean", default: false } });
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file is needed");
    const inHand = read(path);
    const lines = await stored(inHand, values["dry-run"], context);
    for (const line of lines) context.out(line);
    if (lines.length === 0) context.out(`exam "${inHand.plan.slug}" is as the file says: nothing to change`);
    else context.out(values["dry-run"] ? "dry run: nothing was changed" : `exam "${inHand.plan.slug}" imported`);
    return 0;
  },
};

/** The file and the papers that it names, checked. Throws Refusal with every problem of both. */
function read(path: string): ExamInHand {
  const json = readJson(path);
  refuse(path, schemaProblems(ExamPlan, json));
  const plan = ExamPlan.parse(json);
  const { instants, problems } = readPlan(plan);
  const papers = new Map<string, Extract<PaperCheck, { ok: true }>>();
  const refusals: Refusal[] = [];
  plan.papers.forEach((one, n) => {
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
    else papers.set(one.slug, checked);
  });
  if (refusals.length > 0) throw new Refusal(...problems.map(problemLine), ...refusals.flatMap((one) => one.lines));
  refuse(path, problems);
  return { plan, instants, papers };
}

function refuse(path: string, problems: readonly Problem[]): void {
  const { length } = problems;
  if (length === 0) return;
  throw new Refusal(
    ...problems.map((problem) => `${path}: ${problemLine(problem)}`),
    `${length} ${length === 1 ? "problem" : "problems"}; nothing was imported`,
  );
}

/** A rehearsed import is undone by the database: what it says is what would happen, constraints included. */
class Undone extends Error {
  constructor(readonly lines: readonly string[]) {
    super("dry run");
  }
}

async function stored(inHand: ExamInHand, dryRun: boolean, context: CliContext): Promise<readonly string[]> {
  const hasBegun = async (sittingId: number) =>
    (await createJournal(context.redisControl()).read(sittingId)).length > 0;
  try {
    return await drizzle(context.database()).transaction(async (tx: NodePgDatabase) => {
      const lines = await storePlan(tx, inHand, hasBegun);
      if (dryRun) throw new Undone(lines);
      return lines;
    });
  } catch (error) {
    if (error instanceof Undone) return error.lines;
    throw error;
  }
}
