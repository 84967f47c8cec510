import { randomUUID } from "node:crypto";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import type { Journal } from "#domain/ports/journal";
import { ACT_KINDS, type ActKind } from "#domain/sitting/act";
import { databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";
import { createJournal } from "#redis/journal";

const kindOf = (word: string | undefined): ActKind | undefined => ACT_KINDS.find((kind) => kind === word);
const SITTING_ID_MAX = 2_147_483_647;

/** Appends one act to a sitting's journal. Repeating an id returns the first outcome. */
export const sittingActCommand: Command = {
  path: ["sitting", "act"],
  usage: `sitting act ${ACT_KINDS.join("|")} --sitting S --cause TEXT [--author NAME] [--id ID]`,
  summary: "appends an act to a sitting's journal; the same --id again returns the first outcome",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      sitting: { type: "string" },
      cause: { type: "string" },
      author: { type: "string", default: "operator" },
      id: { type: "string" },
    });
    const kind = kindOf(positionals[0]);
    if (!kind || positionals.length > 1) throw new UsageError(`an act is one of ${ACT_KINDS.join(", ")}`);
    if (values.sitting === undefined || !values.cause?.trim()) throw new UsageError("--sitting and --cause are needed");
    const sittingId = wholeNumber("sitting", values.sitting, 1, SITTING_ID_MAX);
    const id = values.id ?? randomUUID();
    if (!/^[A-Za-z0-9-]{1,64}$/.test(id)) throw new UsageError("--id takes up to 64 letters, digits and dashes");
    const journal = createJournal(context.redisControl());
    await mustExist(context, journal, sittingId);
    const cause = values.cause.trim();
    const said = await journal.append(sittingId, { id, kind, author: values.author, cause, effectiveAtMs: null });
    if (said.outcome === "refused") throw new Refusal(`sitting ${sittingId}: ${said.reason}`);
    context.out(`${said.outcome} ${said.act.kind} ${said.act.id} at ${new Date(said.act.atMs).toISOString()}`);
    return 0;
  },
};

/** A sitting with a journal exists: acts work while PostgreSQL is away. The first act asks PostgreSQL. */
async function mustExist(context: CliContext, journal: Journal, sittingId: number): Promise<void> {
  if ((await journal.read(sittingId)).length > 0) return;
  if ((await findSitting(databaseOf(context.database()), sittingId)) === null)
    throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
}
