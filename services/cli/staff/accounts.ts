/** `amphi staff …`: single accounts, for an administrator. */
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { endSessions } from "#cli/staff/sessions";
import { makeCredentials } from "#preparation/credentials";
import { isDemoLogin } from "#domain/exam/demo-staff";
import { disableAccounts, resetCredentials } from "#postgres/exam/staff";
import { findAccount, staffOf, type StoredAccount } from "#postgres/queries/accounts";
import { placesOf } from "#postgres/queries/roster";
import { createPasswords } from "#runtime/password";
import { codeAt, openSecondFactor } from "#runtime/second-factor";

export const staffListCommand: Command = {
  path: ["staff", "list"],
  usage: "staff list [--exam SLUG]",
  summary: "lists accounts: login, role, centre, rooms, name",
  async run(args, context) {
    const { values } = readArguments(args, { exam: { type: "string" } });
    const db = drizzle(context.database());
    const exam = await chosenExam(db, values.exam);
    const centres = await placesOf(db, exam.id);
    const rooms = new Map(centres.flatMap((centre) => centre.rooms.map((room) => [room.id, room.code])));
    for (const { account, passwordHash, disabled } of await staffOf(db, exam.id)) {
      const centre = centres.find(({ id }) => id === account.centreId)?.code ?? "";
      const state = disabled ? "disabled" : passwordHash === null ? "no password" : "";
      const place = [centre, account.roomIds.map((id) => rooms.get(id) ?? id).join(" ")].filter(Boolean).join(": ");
      context.out([account.login, account.role, place, account.name, state].join("\t").trimEnd());
    }
    return 0;
  },
};

export const staffResetCommand: Command = {
  path: ["staff", "reset"],
  usage: "staff reset LOGIN",
  summary: "gives a new password (and second factor) and prints it once; a disabled account is in force again",
  run: (args, context) =>
    withAccount(args, context, async ({ account }) => {
      const made = await makeCredentials(account.login, account.role, createPasswords(), () => context.staffSecret);
      const { passwordHash, secondFactor } = made;
      await resetCredentials(drizzle(context.database()), account.id, { passwordHash, secondFactor });
      await endSessions(context, [account.id]);
      context.out(`${account.login}\t${made.password}`);
      if (made.uri !== null) context.out(made.uri);
    }),
};

export const staffDisableCommand: Command = {
  path: ["staff", "disable"],
  usage: "staff disable LOGIN",
  summary: "nobody signs in with this account any more; its open sessions and consoles end",
  run: (args, context) =>
    withAccount(args, context, async ({ account, disabled }) => {
      await disableAccounts(drizzle(context.database()), [account.id]);
      await endSessions(context, [account.id]);
      context.out(disabled ? `${account.login} was disabled already` : `${account.login} disabled`);
    }),
};

export const staffCodeCommand: Command = {
  path: ["staff", "code"],
  usage: "staff code LOGIN",
  summary: "prints the six digits of a demo account's authenticator",
  run: (args, context) =>
    withAccount(args, context, async ({ account, secondFactor }) => {
      // For other accounts this would undo the second factor: whoever reads the disk would have it.
      if (!isDemoLogin(account.login)) throw new Refusal("codes are printed for the accounts of the demo only");
      if (secondFactor === null) throw new Refusal(`${account.login} signs in with its password alone`);
      const secret = openSecondFactor(context.staffSecret, account.login, secondFactor);
      if (secret === null)
        throw new Refusal(`the second factor of ${account.login} was sealed with another STAFF_SECRET`);
      context.out(codeAt(secret, context.now()));
    }),
};

async function withAccount(
  args: readonly string[],
  context: CliContext,
  work: (account: StoredAccount) => Promise<void>,
): Promise<number> {
  const { positionals } = readArguments(args, {});
  const [login, ...rest] = positionals;
  if (login === undefined || rest.length > 0) throw new UsageError("one login is needed");
  const found = await findAccount(drizzle(context.database()), login);
  if (!found) throw new Refusal(`no account "${login}"`);
  await work(found);
  return 0;
}
