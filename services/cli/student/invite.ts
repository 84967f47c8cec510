/** `amphi student invite`: accounts for a population, and mails that let students choose a password. */
import type { Command } from "#cli/command";
import { UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { chosenPopulation } from "#cli/student/population-argument";
import { databaseOf } from "#postgres/queries/reading";
import { inviteStudents } from "#postgres/queries/student/invitations";

export const studentInviteCommand: Command = {
  path: ["student", "invite"],
  usage: "student invite --population CODE",
  summary: "makes accounts for students with a mail address, and mails a link to all who have no password yet",
  async run(args, context) {
    const { positionals, values } = readArguments(args, { population: { type: "string" } });
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not expected`);
    const database = databaseOf(context.database());
    const populationId = await chosenPopulation(database, values.population);
    const { doubtful, invited, joined, made, withoutMail } = await inviteStudents(
      database,
      populationId,
      context.now(),
    );
    context.out(
      `${made.length} accounts made, ${joined} persons joined to an account they had, ${invited} invitations queued`,
    );
    if (withoutMail > 0) context.err(`note: ${withoutMail} students have no mail address`);
    for (const number of doubtful)
      context.err(`${number}: the address is that of somebody else with another name; correct one of them`);
    return doubtful.length > 0 ? 1 : 0;
  },
};
