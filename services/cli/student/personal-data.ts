/** `amphi student data|erase|forget`: what is kept of a student, handed out, erased, and forgotten after its time. */
import { writeFileSync } from "node:fs";
import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { chosenPopulation } from "#cli/student/population-argument";
import { databaseOf } from "#postgres/queries/reading";
import { erasePerson, forgetBefore, personalData } from "#postgres/queries/student/personal-data";

const OPTIONS = { population: { type: "string" } } as const;
function numberIn(positionals: readonly string[]): string {
  const [number, ...rest] = positionals;
  if (number === undefined || rest.length > 0) throw new UsageError("one student number is needed");
  return number;
}

export const studentDataCommand: Command = {
  path: ["student", "data"],
  usage: "student data NUMBER --population CODE [--out FILE]",
  summary: "everything that is kept of a student, with who saw what, as JSON",
  async run(args, context) {
    const { positionals, values } = readArguments(args, { ...OPTIONS, out: { type: "string" } });
    const number = numberIn(positionals);
    const database = databaseOf(context.database());
    const data = await personalData(database, await chosenPopulation(database, values.population), number);
    if (data === null) throw new Refusal(`no student ${number}`);
    const text = JSON.stringify(data, null, 2);
    if (values.out === undefined) context.out(text);
    else writeFileSync(values.out, `${text}\n`, { mode: 0o600, flag: "wx" });
    return 0;
  },
};

export const studentEraseCommand: Command = {
  path: ["student", "erase"],
  usage: "student erase NUMBER --population CODE --sure",
  summary:
    "takes a student's name, address, account and mails away; numbers, marks, wishes and results stay as the record",
  async run(args, context) {
    const { positionals, values } = readArguments(args, { ...OPTIONS, sure: { type: "boolean", default: false } });
    const number = numberIn(positionals);
    if (!values.sure) throw new UsageError("nothing brings it back: add --sure");
    const database = databaseOf(context.database());
    const erased = await erasePerson(database, await chosenPopulation(database, values.population), number);
    if (erased === null) throw new Refusal(`no student ${number}`);
    context.out(
      `${number} is nameless now; ${erased.mails} mails${erased.accountGone ? " and the account" : ""} are gone`,
    );
    return 0;
  },
};

export const studentForgetCommand: Command = {
  path: ["student", "forget"],
  usage: "student forget access|mails --before YYYY-MM-DD",
  summary: "deletes what is kept for a time alone: the log of who saw what, and mails that were sent or given up",
  async run(args, context) {
    const { positionals, values } = readArguments(args, { before: { type: "string" } });
    const [kind, ...rest] = positionals;
    if ((kind !== "access" && kind !== "mails") || rest.length > 0) throw new UsageError("access or mails");
    const beforeMs = /^\d{4}-\d{2}-\d{2}$/.test(values.before ?? "") ? Date.parse(values.before ?? "") : NaN;
    if (!Number.isFinite(beforeMs)) throw new UsageError("--before takes a day, as 2026-09-01");
    context.out(`${await forgetBefore(databaseOf(context.database()), kind, beforeMs)} rows deleted`);
    return 0;
  },
};
