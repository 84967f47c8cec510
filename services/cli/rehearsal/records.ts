/** `amphi rehearsal record|list`: what rehearsals said, kept with the installation. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BadInput, type Command, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { problemsOf, REPORT_BYTES_MAX, RehearsalResult } from "#contracts/http/rehearsal-result";
import { databaseOf } from "#postgres/queries/reading";
import { recordedRehearsals, type RecordedRehearsal, recordRehearsal } from "#postgres/queries/rehearsal-records";

export const rehearsalRecordCommand: Command = {
  path: ["rehearsal", "record"],
  usage: "rehearsal record FOLDER [--by NAME]",
  summary: "records what a rehearsal left in its folder (result.json, report.html); the same one again changes nothing",
  async run(args, context) {
    const { positionals, values } = readArguments(args, { by: { type: "string", default: "command line" } });
    const [folder, ...rest] = positionals;
    const by = values.by.trim().slice(0, 200);
    if (folder === undefined || rest.length > 0 || by === "") throw new UsageError("one folder is needed");
    const problems: string[] = [];
    const result = await resultIn(join(folder, "result.json"), context.now(), problems);
    const report = await textIn(join(folder, "report.html"), problems);
    if (problems.length > 0 || result === null || report === null) throw new BadInput(...problems);
    const { id, outcome } = await recordRehearsal(databaseOf(context.database()), { result, report, by });
    context.out(`${outcome === "known" ? "recorded before as" : "recorded as"} rehearsal ${id}: ${summary(result)}`);
    return 0;
  },
};

/** Null where the file is none, or says what cannot be; every problem is added to the list. */
async function resultIn(file: string, nowMs: number, problems: string[]): Promise<RehearsalResult | null> {
  const text = await textIn(file, problems);
  if (text === null) return null;
  const read = RehearsalResult.safeParse(parsed(text));
  if (!read.success) {
    for (const { message, path } of read.error.issues)
      problems.push(`${file}: ${path.join(".") || "JSON"}: ${message}`);
    return null;
  }
  problems.push(...problemsOf(read.data, nowMs).map((problem) => `${file}: ${problem}`));
  return read.data;
}

async function textIn(file: string, problems: string[]): Promise<string | null> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length <= REPORT_BYTES_MAX) return text;
    problems.push(`${file}: more than ${REPORT_BYTES_MAX} bytes`);
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as the problem of the whole file
  }
}

const summary = ({ profile, startedAt, verdict }: RehearsalResult): string =>
  `${verdict.state} ${profile.name}, ${profile.candidates} candidates, ${startedAt}`;

const LISTED = 50;
export const rehearsalListCommand: Command = {
  path: ["rehearsal", "list"],
  usage: "rehearsal list",
  summary: "lists the recorded rehearsals, newest first: id, verdict, profile, candidates, when, limits held, commit",
  async run(args, context) {
    readArguments(args, {});
    for (const one of await recordedRehearsals(databaseOf(context.database()), LISTED)) context.out(lineOf(one));
    return 0;
  },
};

function lineOf({ id, result }: RecordedRehearsal): string {
  const { commit, limits, profile, startedAt, verdict } = result;
  const held = `${limits.filter(({ ok }) => ok).length} of ${limits.length} limits`;
  return [id, verdict.state, profile.name, profile.candidates, startedAt, held, commit ?? "-"].join("\t");
}
