/** `amphi export letters`: each candidate's result as a tagged PDF; names only once two persons have lifted anonymity. */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { namesOfExam } from "#postgres/queries/names";
import { findRanking } from "#postgres/queries/ranking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { lettersOf } from "#preparation/exam-letters";
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
    const letters = await rankedLetters(context, wholeNumber("ranking", values.ranking, 1, ID_MAX), values.names);
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

/** Throws Refusal: no such ranking; names, while no decision of two persons lifts the anonymity of its exam. */
async function rankedLetters(context: CliContext, rankingId: number, withNames: boolean): Promise<ResultLetter[]> {
  const database = databaseOf(context.database());
  const ranking = await findRanking(database, rankingId);
  if (ranking === null) throw new Refusal(`there is no ranking ${rankingId}; amphi ranking list shows them`);
  const named = withNames ? await namesOfExam(database, ranking.examId) : [];
  if (named === null)
    throw new Refusal(
      "anonymity is not lifted: two persons sign that in the portal (jury, anonymity); without --names letters can be made",
    );
  const names = new Map(
    named.map(({ anonymityNumber, familyName, givenName }) => [anonymityNumber, `${familyName} ${givenName}`]),
  );
  return lettersOf(database, { ranking, anonymityNumber: null, names, nowMs: context.now() });
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
