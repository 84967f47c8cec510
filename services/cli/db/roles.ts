import type { Command } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { rolesSql } from "#postgres/roles";

/** For a database whose owner may not create roles: an administrator runs this once, then sets the passwords. */
export const dbRolesCommand: Command = {
  path: ["db", "roles"],
  usage: "db roles",
  summary: "prints the SQL that makes the database's roles and their rights, to be run once by an administrator",
  run: async (args, context) => {
    readArguments(args, {});
    context.out(rolesSql(null).trimEnd());
    return Promise.resolve(0);
  },
};
