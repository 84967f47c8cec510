/** `amphi export letters`: each candidate's result as a tagged PDF; names only once two persons have lifted anonymity. */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import type { MarkRow } from "#domain/ranking/mark-book";
import { decisionsInForce } from "#postgres/queries/decisions";
import { examToPrint, markRowsOfImport, markRowsOfRun, namesByNumber } from "#postgres/queries/ranking-inputs";
import { allResultsOf, findRanking, type RankingResultRow } from "#postgres/queries/ranking-runs";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { type LetterLanguage, type ResultLetter, resultLetter } from "#preparation/result-letter";
import { taggedPdf } from "#preparation/tagged-pdf";

const ID_MAX = 2_147_483_647;

export const exportLettersCommand: Command = {
  path: ["export", "letters"],
  usage: "export letters --ranking N --out DIR [--candidate NUMBER …] [--language fr|en] [--names]",
  summary:
    "writes a tagged PDF of results for each candidate into a new folder; --names once anonymity is lifted by two persons",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      ranking: { type: "string" },
      out: { type: "string" },
      candidate: { type: "string", multiple: true },
      language: { type: "string", default: "fr" },
      names: { type: "boolean", default: false },
    });
    if (values.ranking === undefined || values.out === undefined || positionals.length > 0)
      throw new UsageError("--ranking and --out are needed");
    const { language } = values;
    if (language !== "fr" && language !== "en") throw new UsageError(`--language is fr or en, not "${language}"`);
    const letters = await lettersOf(context, wholeNumber("ranking", values.ranking, 1, ID_MAX), values.names);
    const wanted =
      values.candidate === undefined
        ? letters
        : letters.filter(({ anonymityNumber }) => values.candidate?.includes(anonymityNumber));
    const missing = (values.candidate ?? []).filter(
      (number) => !wanted.some(({ anonymityNumber }) => anonymityNumber === number),
    );
    if (missing.length > 0) throw new Refusal(...missing.map((number) => `the ranking has no candidate ${number}`));
    await writeAll(resolve(values.out), wanted, language);
    context.out(`${values.out}: ${wanted.length} letters`);
    return 0;
  },
};

async function lettersOf(context: CliContext, rankingId: number, withNames: boolean): Promise<ResultLetter[]> {
  const database = databaseOf(context.database());
  const ranking = await findRanking(database, rankingId);
  if (ranking === null) throw new Refusal(`there is no ranking ${rankingId}; amphi ranking list shows them`);
  const names = withNames ? await liftedNames(database, ranking.examId) : null;
  const { rules, sources, publicSha256 } = ranking;
  const marks = new Map<string, MarkRow>();
  for (const [unit, source] of Object.entries(sources)) {
    const rows =
      "runId" in source
        ? await markRowsOfRun(database, source.runId, unit)
        : await markRowsOfImport(database, source.importId, unit);
    for (const row of rows) marks.set(`${unit} ${row.candidate}`, row);
  }
  const all = await allResultsOf(
    database,
    rankingId,
    rules.rankings.map(({ code }) => code),
  );
  const [results, ranked] = [new Map<string, RankingResultRow[]>(), new Map<string, number>()];
  for (const one of all) {
    const of = results.get(one.anonymityNumber);
    if (of) of.push(one);
    else results.set(one.anonymityNumber, [one]);
    if (one.rank !== null) ranked.set(one.ranking, (ranked.get(one.ranking) ?? 0) + 1);
  }
  const examTitle = await examToPrint(database, ranking.examId);
  const date = new Date(context.now()).toISOString().slice(0, 10);
  return [...results].map(([anonymityNumber, of]): ResultLetter => ({
    ...{ examTitle, anonymityNumber, date, publicSha256, name: names?.get(anonymityNumber) ?? null },
    units: rules.units.flatMap(({ code, name }) => {
      const row = marks.get(`${code} ${anonymityNumber}`);
      if (row === undefined) return [];
      const whole = (text: string) => (text === "" ? null : Number(text));
      return [{ code, name, mark: whole(row.mark), maximum: whole(row.maximum), specialCode: row.code || null }];
    }),
    rankings: rules.rankings.flatMap(({ code, name }) =>
      of.filter((one) => one.ranking === code).map((one) => rankingOf(one, name, ranked.get(code) ?? 0)),
    ),
  }));
}

const rankingOf = ({ because, outOf, rank, status, total }: RankingResultRow, name: string, ranked: number) => ({
  because,
  outOf,
  rank,
  status,
  total,
  name,
  ranked,
});

/** Throws Refusal while no decision of two persons lifts the anonymity of this exam. */
async function liftedNames(database: Database, examId: number): Promise<ReadonlyMap<string, string>> {
  const lifted = await decisionsInForce(database, { kind: "exam", id: examId }, ["lift_anonymity"]);
  if (lifted.length === 0)
    throw new Refusal(
      "anonymity is not lifted: two persons sign that in the portal (jury, anonymity); without --names letters can be made",
    );
  return namesByNumber(database, examId);
}

/** All of them or none. */
async function writeAll(folder: string, letters: readonly ResultLetter[], language: LetterLanguage): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  if (found.length > 0) throw new Refusal(`${folder} is not empty: letters take a new folder`);
  const partial = `${folder}.partial-${randomBytes(4).toString("hex")}`;
  await mkdir(partial, { recursive: true });
  try {
    for (const letter of letters)
      await writeFile(join(partial, `${letter.anonymityNumber}.pdf`), await taggedPdf(resultLetter(letter, language)));
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
