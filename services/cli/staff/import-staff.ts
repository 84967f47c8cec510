/** `amphi import staff`: shows what a file would change, then makes accounts and their letters, all or nothing. */
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { refuseProblems } from "#cli/import/problems";
import { type SecretFile, withSecretFile } from "#cli/import/secret-file";
import { readTableFile } from "#cli/import/table-file";
import { endSessions } from "#cli/staff/sessions";
import { LETTER_FORMATS, type LetterFormat } from "#contracts/console/preparation";
import type { StaffPlan } from "#domain/exam/staff-plan";
import { makeCredentials } from "#preparation/credentials";
import { lettersFor } from "#preparation/letters";
import { rehearsable } from "#preparation/rehearsable";
import { importStaff, readStaffFile, type StaffAsked } from "#preparation/staff-import";
import { createPasswords } from "#runtime/password";

const OPTIONS = {
  exam: { type: "string" },
  out: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  "remove-missing": { type: "boolean", default: false },
} as const;

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
    const format = formatOf(out ?? ".csv");
    const asked = { dryRun: values["dry-run"], removeMissing: values["remove-missing"], by: null };
    const run = (file: SecretFile | null) => stored(path, values.exam, asked, format, file, context);
    const { letters, outdated, slug } = asked.dryRun
      ? await run(null)
      : await withSecretFile(out ?? "", "letters", run);
    if (asked.dryRun) context.out("dry run: nothing was changed");
    else {
      const told = letters.length === 0 ? "no letter was needed" : `${letters.length} letters in ${out}`;
      context.out(`imported into exam "${slug}"; ${told}`);
      await endSessions(context, outdated);
    }
    return 0;
  },
};

/** Throws Refusal when the name does not say what to write. */
function formatOf(file: string): LetterFormat {
  const format = LETTER_FORMATS.find((one) => file.toLowerCase().endsWith(`.${one}`));
  if (format === undefined) throw new Refusal(`${file}: letters are written as .pdf or .csv`);
  return format;
}

async function stored(
  path: string,
  examSlug: string | undefined,
  asked: StaffAsked,
  format: LetterFormat,
  file: SecretFile | null,
  context: CliContext,
) {
  const { staff } = readTableFile(path, readStaffFile);
  const passwords = createPasswords();
  const done = await rehearsable(drizzle(context.database()), asked.dryRun, async (tx) => {
    const exam = await chosenExam(tx, examSlug);
    const outcome = await importStaff(tx, exam, staff, asked, (login, role) =>
      makeCredentials(login, role, passwords, () => context.staffSecret),
    );
    // On the disk before they come into force.
    if (outcome.letters.length > 0) file?.write(await lettersFor(format, exam.title, outcome.letters));
    return { ...outcome, slug: exam.slug };
  });
  refuseProblems(path, done.problems);
  for (const line of planLines(done.slug, done.plan, asked.removeMissing)) context.out(line);
  return done;
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
