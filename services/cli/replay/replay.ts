import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { differences, endsOf, shown } from "#cli/replay/ends";
import { fromDatabase, fromFiles, type ReplaySource } from "#cli/replay/sources";
import { nationalPhases, phasesOfPlace } from "#cli/sitting/phases";
import { type Scope, scopeKey } from "#domain/sitting/scope";
import { foldJournal, ownCreditMs, scopeStateOf } from "#domain/sitting/state";

const ID_MAX = 2_147_483_647;
const DURATION_MINUTES_MAX = 24 * 60;

/** Folds an exported journal again, with the code that runs the exam, and says what comes out. */
export const replayCommand: Command = {
  path: ["replay"],
  usage: "replay JOURNAL.json|JOURNAL.jsonl|DIR [--candidates FILE.csv] [--duration-minutes N] | [--sitting S]",
  summary:
    "prints the phases and every candidate's end from an exported journal (the folder of an export alone is enough),\n" +
    "      and fails when they differ from those of candidates.csv, or of the database with --sitting",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      candidates: { type: "string" },
      "duration-minutes": { type: "string" },
      sitting: { type: "string" },
    });
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one journal or one export folder is needed");
    const minutes = values["duration-minutes"];
    if (values.sitting !== undefined && (values.candidates ?? minutes) !== undefined)
      throw new UsageError(
        "--sitting takes candidates and duration from the database: no --candidates, no --duration-minutes",
      );
    const durationMs =
      minutes === undefined ? null : wholeNumber("duration-minutes", minutes, 1, DURATION_MINUTES_MAX) * 60_000;
    const source =
      values.sitting === undefined
        ? await fromFiles(path, values.candidates ?? null, durationMs)
        : await fromDatabase(path, wholeNumber("sitting", values.sitting, 1, ID_MAX), context);
    sayPhases(source, context);
    sayEnds(source, context);
    return 0;
  },
};

/** `phase`, scope, instant, phase; `credit`, scope, ms: one a line, separated by tabs. */
function sayPhases({ acts, places }: ReplaySource, context: CliContext): void {
  const national = nationalPhases(acts);
  for (const { atMs, phase } of national) context.out(["phase", "nation", iso(atMs), phase].join("\t"));
  const state = foldJournal(acts);
  const scopes = new Map<string, Scope>(acts.map((act) => [scopeKey(act.scope), act.scope]));
  for (const scope of scopes.values()) {
    const label = places.label(scope);
    const place = places.placeIn(scope);
    if (place)
      for (const { atMs, phase } of phasesOfPlace(state, national, place))
        context.out(["phase", label, iso(atMs), phase].join("\t"));
    const creditMs = ownCreditMs(scopeStateOf(state, scopeKey(scope)));
    if (creditMs > 0) context.out(["credit", label, creditMs].join("\t"));
  }
}

/** `end`, anonymity number, centre, room, extra time, instant, ms; then what the ends were compared with. */
function sayEnds({ acts, seats, durationOf, said }: ReplaySource, context: CliContext): void {
  const ends = endsOf(foldJournal(acts), seats, durationOf);
  for (const seat of seats) {
    const endMs = ends.get(seat.anonymityNumber) ?? null;
    const extra = `${seat.extraTimeNumerator}/${seat.extraTimeDenominator}`;
    const { anonymityNumber, centre, room } = seat;
    context.out(["end", anonymityNumber, centre, room, extra, shown(endMs), endMs ?? ""].join("\t"));
  }
  if (said === null) return;
  const different = differences(ends, said.ends, said.by);
  if (different.length > 0) throw new Refusal(...different);
  context.out(["compared", `${ends.size} ends equal those of ${said.by}`].join("\t"));
}

const iso = (ms: number): string => new Date(ms).toISOString();
