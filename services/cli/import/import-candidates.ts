/** `amphi import candidates`: shows what a file would change, then commits all of it or nothing. */
import { randomInt } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { readCandidateFile, type CandidateFile } from "#cli/import/candidate-file";
import { planLines } from "#cli/import/candidate-report";
import { UnreadableTable } from "#cli/import/table-text";
import { anonymityNumbers } from "#domain/exam/anonymity";
import { needsConsent, planCandidates, seatsTakenByKept, type CandidatePlan } from "#domain/exam/candidate-plan";
import { problemLine } from "#domain/exam/problem";
import { commitCandidates, openSittings, storedCandidates, takenAnonymityNumbers } from "#postgres/exam/candidates";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import { placeKey, storePlaces } from "#postgres/exam/places";

const OPTIONS = { exam: { type: "string" }, "dry-run": { type: "boolean" }, yes: { type: "boolean" } } as const;
const FILE_BYTES_MAX = 50 * 1024 * 1024;

export const importCandidatesCommand: Command = {
  path: ["import", "candidates"],
  usage: "import candidates FILE.csv [--exam SLUG] [--dry-run] [--yes]",
  summary: "imports candidates; shows new, moved, changed and gone first, and changes people only with --yes",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file is needed");
    const file = read(path);
    for (const note of file.notes) context.err(`note: ${note}`);
    const outcome = await importFile(
      file,
      values.exam,
      { dryRun: values["dry-run"] === true, yes: values.yes === true },
      context,
    );
    context.out(outcome);
    return 0;
  },
};

/** The file's candidates. Throws Refusal with every problem of it. */
function read(path: string): CandidateFile {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Refusal(`${path}: no such file`);
  if (stat.size > FILE_BYTES_MAX) throw new Refusal(`${path}: larger than ${FILE_BYTES_MAX} bytes`);
  try {
    const file = readCandidateFile(readFileSync(path));
    if (file.problems.length === 0) return file;
    const { length } = file.problems;
    throw new Refusal(
      ...file.problems.map((problem) => `${path}: ${problemLine(problem)}`),
      `${length} ${length === 1 ? "problem" : "problems"}; nothing was imported`,
    );
  } catch (error) {
    if (error instanceof UnreadableTable) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}

async function importFile(
  file: CandidateFile,
  examSlug: string | undefined,
  options: { dryRun: boolean; yes: boolean },
  context: CliContext,
): Promise<string> {
  return drizzle(context.database()).transaction(async (tx) => {
    const exam = await chosenExam(tx, examSlug);
    await lockExam(tx, exam.id);
    const plan = planCandidates(file.candidates, await storedCandidates(tx, exam.id));
    for (const line of planLines(exam.slug, plan)) context.out(line);
    refuseTakenSeats(plan, file);
    if (options.dryRun) return "dry run: nothing was changed";
    await refuseWithoutConsent(tx, exam, plan, options.yes);
    await write(tx, exam, plan, file);
    return `imported into exam "${exam.slug}"`;
  });
}

function refuseTakenSeats(plan: CandidatePlan, file: CandidateFile): void {
  const without = seatsTakenByKept(plan, file.candidates);
  if (without.length === 0) return;
  throw new Refusal(
    ...without.map(
      (one) =>
        `${one.studentNumber} ${one.familyName}: the seat ${one.centre} ${one.room} ${one.seat} is held by somebody ` +
        "who is not in the file and has answers",
    ),
    "nothing was imported",
  );
}

async function refuseWithoutConsent(
  db: NodePgDatabase,
  exam: ExamRef,
  plan: CandidatePlan,
  yes: boolean,
): Promise<void> {
  if (needsConsent(plan) && !yes)
    throw new Refusal(
      "people who are already there would be moved, changed or removed: nothing was changed; add --yes",
    );
  if (plan.gone.length === 0) return;
  const [open] = await openSittings(db, exam.id);
  if (open)
    throw new Refusal(`"${open.title}" is open: nobody can be removed before it has ended; nothing was changed`);
}

async function write(db: NodePgDatabase, exam: ExamRef, plan: CandidatePlan, file: CandidateFile): Promise<void> {
  await storePlaces(
    db,
    exam.id,
    file.candidates.map(({ centre, room }) => ({
      centre,
      centreName: file.centreNames.get(centre) ?? "",
      room,
      roomName: file.roomNames.get(placeKey(centre, room)) ?? "",
    })),
  );
  const taken = await takenAnonymityNumbers(db, exam.id);
  const anonymity = anonymityNumbers(plan.added.length, taken, (limit) => randomInt(limit));
  await commitCandidates(db, exam.id, plan, anonymity);
}
