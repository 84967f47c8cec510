/** `amphi import staff`: shows what a file would change, then makes accounts and their letters, all or nothing. */
import { readFileSync, statSync } from "node:fs";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { type SecretFile, withSecretFile } from "#cli/import/secret-file";
import { readTable, UnreadableTable } from "#cli/import/table-text";
import { makeCredentials } from "#cli/staff/credentials";
import { checkLettersName, type Letter, lettersFor } from "#cli/staff/letters";
import { type Problem, problemLine } from "#domain/exam/problem";
import { planStaff, type StaffPlan, type StaffToStore } from "#domain/exam/staff-plan";
import { readStaff, type StaffRecord } from "#domain/exam/staff-table";
import { SECOND_FACTOR_ROLES } from "#domain/staff/account";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import {
  disableAccounts,
  insertAccount,
  resetCredentials,
  storedStaff,
  updateAccount,
  type Credentials,
} from "#postgres/exam/staff";
import { placesOf } from "#postgres/queries/roster";
import { createPasswords } from "#runtime/password";

const OPTIONS = {
  exam: { type: "string" },
  out: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  "remove-missing": { type: "boolean", default: false },
} as const;
const FILE_BYTES_MAX = 10 * 1024 * 1024;

export const importStaffCommand: Command = {
  path: ["import", "staff"],
  usage: "import staff FILE.csv --out LETTERS.pdf|.csv [--exam SLUG] [--dry-run] [--remove-missing]",
  summary: "makes and updates accounts (login;name;role;centre;rooms); first passwords go into the letters, once",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file is needed");
    const { out } = values;
    if (out === undefined && !values["dry-run"])
      throw new UsageError("--out FILE is needed: first passwords are written there");
    if (out !== undefined) checkLettersName(out);
    const asked = { exam: values.exam, dryRun: values["dry-run"], removeMissing: values["remove-missing"] };
    const staff = read(path);
    const work = (file: SecretFile | null) => importStaff(path, staff, asked, out ?? "", file, context);
    const done = values["dry-run"] ? await work(null) : await withSecretFile(out ?? "", "letters", work);
    context.out(done);
    return 0;
  },
};

function read(path: string): StaffRecord[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Refusal(`${path}: no such file`);
  if (stat.size > FILE_BYTES_MAX) throw new Refusal(`${path}: larger than ${FILE_BYTES_MAX} bytes`);
  try {
    const { staff, problems } = readStaff(readTable(readFileSync(path)).rows);
    refuse(path, problems);
    return staff;
  } catch (error) {
    if (error instanceof UnreadableTable) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}

function refuse(path: string, problems: readonly Problem[]): void {
  const { length } = problems;
  if (length === 0) return;
  throw new Refusal(
    ...problems.map((problem) => `${path}: ${problemLine(problem)}`),
    `${length} ${length === 1 ? "problem" : "problems"}; nothing was imported`,
  );
}

async function importStaff(
  path: string,
  staff: readonly StaffRecord[],
  asked: { exam: string | undefined; dryRun: boolean; removeMissing: boolean },
  out: string,
  file: SecretFile | null,
  context: CliContext,
): Promise<string> {
  return drizzle(context.database()).transaction(async (tx) => {
    const exam = await chosenExam(tx, asked.exam);
    await lockExam(tx, exam.id);
    const centres = await placesOf(tx, exam.id);
    const stored = await storedStaff(
      tx,
      exam.id,
      staff.map((one) => one.login),
    );
    const { plan, problems } = planStaff(exam.id, staff, stored, centres);
    refuse(path, problems);
    for (const line of planLines(exam.slug, plan, asked.removeMissing)) context.out(line);
    if (file === null) return "dry run: nothing was changed";
    const nameOf = (id: number | null) => centres.find((centre) => centre.id === id)?.name ?? "";
    const letters = await write(tx, exam, plan, asked.removeMissing, nameOf, context);
    if (letters.length > 0) file.write(await lettersFor(out, exam.title, letters));
    const told = letters.length === 0 ? "no letter was needed" : `${letters.length} letters in ${out}`;
    return `imported into exam "${exam.slug}"; ${told}`;
  });
}

async function write(
  db: NodePgDatabase,
  exam: ExamRef,
  plan: StaffPlan,
  removeMissing: boolean,
  centreName: (id: number | null) => string,
  context: CliContext,
): Promise<Letter[]> {
  const passwords = createPasswords();
  /** Makes credentials, stores them with `store`, and tells the letter. */
  const give = async (one: StaffToStore, store: (made: Credentials) => Promise<unknown>): Promise<Letter> => {
    const made = await makeCredentials(one.login, one.role, passwords, () => context.staffSecret);
    await store({ passwordHash: made.passwordHash, secondFactor: made.secondFactor });
    return { ...one, centre: centreName(one.centreId), password: made.password, uri: made.uri };
  };
  const letters: Letter[] = [];
  for (const one of plan.added) letters.push(await give(one, (made) => insertAccount(db, exam.id, one, made)));
  for (const { before, after, needsSecondFactor } of plan.changed) {
    await updateAccount(db, before.id, after, SECOND_FACTOR_ROLES.includes(after.role));
    if (needsSecondFactor && !before.disabled)
      letters.push(await give(after, (made) => resetCredentials(db, before.id, made)));
  }
  if (removeMissing)
    await disableAccounts(
      db,
      plan.gone.map((one) => one.id),
    );
  return letters;
}

function planLines(slug: string, plan: StaffPlan, removeMissing: boolean): string[] {
  const { added, changed, gone, stillDisabled, unchangedCount } = plan;
  const leaving = removeMissing ? `${gone.length} to be disabled` : `${gone.length} not in the file, left as they are`;
  return [
    `exam "${slug}": ${added.length} new, ${changed.length} changed, ${unchangedCount} as before, ${leaving}`,
    ...changed.map(
      ({ after, fields, needsSecondFactor }) =>
        `  changed: ${after.login}: ${[...fields, ...(needsSecondFactor ? ["new password and second factor"] : [])].join(", ")}`,
    ),
    ...(removeMissing ? gone.map((one) => `  disabled: ${one.login} ${one.name}`) : []),
    ...stillDisabled.map((one) => `  stays disabled: ${one.login}; amphi staff reset ${one.login} puts it in force`),
  ];
}
