import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { announced, candidateLines, endLines, exceptionLines, type SittingClock } from "#cli/sitting/clock-lines";
import { inWords } from "#cli/sitting/instant";
import { nationalPhases, phaseAt } from "#cli/sitting/phases";
import { placesOf } from "#cli/replay/stored";
import { foldJournal } from "#domain/sitting/state";
import { findSeat, seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting } from "#postgres/queries/sittings";
import { createJournal, serverTimeMs } from "#redis/journal";

const ID_MAX = 2_147_483_647;

export const sittingClockCommand: Command = {
  path: ["sitting", "clock"],
  usage: "sitting clock --sitting S [--candidate STUDENTNUMBER]",
  summary: "prints a sitting's phase now, exceptions to it, what is announced, and when candidates' time ends",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { sitting: { type: "string" }, candidate: { type: "string" } });
    if (values.sitting === undefined || positionals.length > 0) throw new UsageError("--sitting is needed");
    const sittingId = wholeNumber("sitting", values.sitting, 1, ID_MAX);
    const database = databaseOf(context.database());
    const sitting = await findSitting(database, sittingId);
    if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
    const { examId, title, paperSlug } = sitting;
    const seat = values.candidate === undefined ? null : await findSeat(database, examId, values.candidate);
    if (values.candidate !== undefined && seat === null)
      throw new Refusal(`no candidate of sitting ${sittingId} has the student number "${values.candidate}"`);
    const acts = await createJournal(context.redisControl()).read(sittingId);
    const nowMs = await serverTimeMs(context.redisControl());
    const clock: SittingClock = {
      acts,
      state: foldJournal(acts),
      places: await placesOf(database, examId),
      durations: durationsOf(sitting),
      nowMs,
      timeZone: context.timeZone,
    };
    const backup = sitting.backup ? `; backup ${sitting.backup.paperSlug}, ${inMin(sitting.backup.durationMs)}` : "";
    context.out(`sitting ${sittingId} "${title}", paper ${paperSlug}, ${inMin(sitting.durationMs)}${backup}`);
    context.out(`now ${inWords(nowMs, context.timeZone)}: ${phaseAt(nationalPhases(acts), nowMs)}`);
    const lines = [
      ...announced(clock),
      ...exceptionLines(clock),
      ...(seat ? candidateLines(clock, seat) : endLines(clock, await seatsOf(database, examId))),
    ];
    for (const line of lines) context.out(line);
    return 0;
  },
};

const inMin = (ms: number): string => `${ms / 60_000} min`;
