import type { Command } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { packageRefsOf } from "#postgres/queries/packages";
import { databaseOf } from "#postgres/queries/reading";
import { listSittings } from "#postgres/queries/sittings";

export const packagesStatusCommand: Command = {
  path: ["packages", "status"],
  usage: "packages status",
  summary:
    'lists the papers of sittings, one a line: sitting, main or backup, bytes, SHA-256 of the package or "missing"',
  async run(args, context) {
    readArguments(args, {});
    const database = databaseOf(context.database());
    const sittings = await listSittings(database);
    const refs = await packageRefsOf(
      database,
      sittings.map(({ id }) => id),
    );
    for (const { id, backup } of sittings)
      for (const which of backup === null ? (["main"] as const) : (["main", "backup"] as const)) {
        const ref = refs.get(id)?.[which] ?? null;
        context.out([id, which, ref?.bytes ?? "", ref?.sha256 ?? "missing"].join("\t"));
      }
    return 0;
  },
};
