/** `amphi sitting reschedule`: a cancelled sitting is held again on a reserve slot. */
import { inEnglish } from "#domain/sitting/reason-in-english";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { inWords } from "#cli/sitting/instant";
import { isoInstant } from "#domain/exam/local-time";
import { foldJournal } from "#domain/sitting/clock";
import { freeSlots, reschedule } from "#postgres/exam/reschedule";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";
import { createJournal } from "#redis/journal";

const ID_MAX = 2_147_483_647;

export const sittingRescheduleCommand: Command = {
  path: ["sitting", "reschedule"],
  usage: "sitting reschedule --sitting S --slot ID|ISO --paper SLUG [--backup SLUG] [--override REASON]",
  summary: "holds a cancelled sitting again on a reserve slot with another paper; prints the new sitting's id",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      sitting: { type: "string" },
      slot: { type: "string" },
      paper: { type: "string" },
      backup: { type: "string" },
      override: { type: "string" },
    });
    const { sitting, slot, paper } = values;
    if (sitting === undefined || slot === undefined || !paper || positionals.length > 0)
      throw new UsageError("--sitting, --slot and --paper are needed");
    if (values.override?.trim() === "") throw new UsageError("--override takes the reason");
    const sittingId = wholeNumber("sitting", sitting, 1, ID_MAX);
    const database = databaseOf(context.database());
    const planned = await findSitting(database, sittingId);
    if (planned === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
    const asked = {
      cancelledSittingId: sittingId,
      slotId: await slotId(database, planned.examId, slot, context),
      paper,
      backup: values.backup ?? null,
      override: values.override?.trim() ?? null,
    };
    const journal = createJournal(context.redisControl());
    const phaseOf = async (id: number) => foldJournal(await journal.read(id)).phase;
    const said = await reschedule(database, asked, { phaseOf, nowMs: context.now() });
    if ("refused" in said) throw new Refusal(`sitting ${sittingId}: ${inEnglish(said.refused)}`);
    context.out(String(said.done.sittingId));
    return 0;
  },
};

/** A slot by its id, or by its instant. */
async function slotId(database: Database, examId: number, text: string, context: CliContext): Promise<number> {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const free = await freeSlots(database, examId);
  const found = free.find((one) => one.startMs === isoInstant(text));
  if (found) return found.id;
  const shown = free.map(({ id, startMs }) => `  ${id}: ${inWords(startMs, context.timeZone)}`);
  throw new Refusal(`no free slot at "${text}"${shown.length > 0 ? "; there are" : ": none is free"}`, ...shown);
}
