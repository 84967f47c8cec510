/** `amphi import answers`: what tablets without a network saved, on the way that their entries would have taken. */
import { readFile, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readPrivateKey } from "#cli/evidence/keys";
import { readArguments } from "#cli/import/arguments";
import { ANSWER_FILE_BYTES_MAX, type AnswerFileOutcome } from "#contracts/answer-file";
import { importFile } from "#evidence/answer-files/import-file";
import { createAnswerFileStores } from "#evidence/answer-files/stores";
import { closedSittings } from "#postgres/queries/closed-sittings";
import { type Database, databaseOf } from "#postgres/queries/reading";

const BY = { name: "command line", objection: () => null };

export const importAnswersCommand: Command = {
  path: ["import", "answers"],
  usage: "import answers FILE...",
  summary: "takes answer files that tablets saved without a network; a file that was taken before adds nothing",
  async run(args, context) {
    const { positionals: files } = readArguments(args, {});
    if (files.length === 0) throw new UsageError("one or several answer files are needed");
    const database = databaseOf(context.database());
    const parts = {
      stores: createAnswerFileStores(database, context.redisAnswers(), "amphi"),
      key: await readPrivateKey(context.answerFileKeyFile),
      now: () => context.now(),
      wait: (ms: number) => wait(ms),
    };
    let refused = 0;
    for (const file of files) {
      const outcome = await importFile(parts, await bytesOf(file), BY);
      if (outcome.outcome === "refused") {
        refused++;
        for (const { detail } of outcome.problems) context.err(`${file}: ${detail}`);
      } else await say(context, database, file, outcome);
    }
    return refused === 0 ? 0 : 1;
  },
};

type Taken = Extract<AnswerFileOutcome, { outcome: "taken" }>;
async function say(context: CliContext, database: Database, file: string, taken: Taken): Promise<void> {
  const { sittingId, candidateId, newEntries, knownEntries, setAside, secured } = taken;
  const state = secured ? "all secured" : "on their way to the store";
  context.out(
    `${file}: sitting ${sittingId}, candidate ${candidateId}: ${newEntries} new entries, ${knownEntries} known, ${state}`,
  );
  if (setAside > 0) context.out(`  ${setAside} of them are set aside: another tablet had taken over`);
  if (newEntries > 0 && (await closedSittings(database)).some((closed) => closed.sittingId === sittingId))
    context.out(`  sitting ${sittingId} was closed: its export does not hold them`);
}

/** Throws Refusal; of a file that is far too large nothing is read. */
async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    return size > ANSWER_FILE_BYTES_MAX ? new Uint8Array(ANSWER_FILE_BYTES_MAX + 1) : await readFile(file);
  } catch (error) {
    throw new Refusal(`${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}: the file cannot be read`);
  }
}
