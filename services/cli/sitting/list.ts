import type { Command } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { foldJournal } from "#domain/sitting/clock";
import { databaseOf } from "#postgres/queries/reading";
import { listSittings } from "#postgres/queries/sittings";
import { createJournal } from "#redis/journal";

export const sittingListCommand: Command = {
  path: ["sitting", "list"],
  usage: "sitting list",
  summary: "lists the sittings with their phase, one a line: id, phase, planned start, paper, title",
  async run(args, context) {
    readArguments(args, {});
    const journal = createJournal(context.redisControl());
    for (const sitting of await listSittings(databaseOf(context.database()))) {
      const { phase } = foldJournal(await journal.read(sitting.id));
      const start = new Date(sitting.plannedStartMs).toISOString();
      context.out([sitting.id, phase, start, sitting.paperSlug, sitting.title].join("\t"));
    }
    return 0;
  },
};
