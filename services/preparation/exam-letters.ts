/** What the result letters of a ranking say, out of the database. */
import type { MarkRow } from "#domain/ranking/mark-book";
import type { RankingRules } from "#domain/ranking/rules";
import { examToPrint, markRowsOfImport, markRowsOfRun } from "#postgres/queries/ranking-inputs";
import {
  allResultsOf,
  type RankingResultRow,
  type RankingRunRow,
  resultsOfCandidate,
} from "#postgres/queries/ranking-runs";
import { rankedCounts } from "#postgres/queries/jury";
import type { Database } from "#postgres/queries/reading";
import type { ResultLetter } from "#preparation/result-letter";

export interface LettersToMake {
  readonly ranking: RankingRunRow & { readonly rules: RankingRules };
  /** One candidate; null: everybody of the ranking. */
  readonly anonymityNumber: string | null;
  /** By anonymity number; null: letters without names. */
  readonly names: ReadonlyMap<string, string> | null;
  readonly nowMs: number;
}

/** By anonymity number; none where the ranking does not have that candidate. */
export async function lettersOf(
  database: Database,
  { anonymityNumber: only, names, nowMs, ranking }: LettersToMake,
): Promise<ResultLetter[]> {
  const { examId, id, publicSha256, rules, sources } = ranking;
  const marks = new Map<string, MarkRow>();
  for (const [unit, source] of Object.entries(sources)) {
    const rows =
      "runId" in source
        ? await markRowsOfRun(database, source.runId, unit)
        : await markRowsOfImport(database, source.importId, unit);
    for (const row of rows) marks.set(`${unit} ${row.candidate}`, row);
  }
  const codes = rules.rankings.map(({ code }) => code);
  const all = only === null ? await allResultsOf(database, id, codes) : await resultsOfCandidate(database, id, only);
  const results = new Map<string, RankingResultRow[]>();
  for (const one of all) {
    const of = results.get(one.anonymityNumber);
    if (of) of.push(one);
    else results.set(one.anonymityNumber, [one]);
  }
  const counts = new Map((await rankedCounts(database, id)).map((one) => [one.ranking, one.ranked]));
  const examTitle = await examToPrint(database, examId);
  const date = new Date(nowMs).toISOString().slice(0, 10);
  return [...results].map(([anonymityNumber, of]): ResultLetter => ({
    ...{ examTitle, anonymityNumber, date, publicSha256, name: names?.get(anonymityNumber) ?? null },
    units: rules.units.flatMap(({ code, name }) => {
      const row = marks.get(`${code} ${anonymityNumber}`);
      if (row === undefined) return [];
      const whole = (text: string) => (text === "" ? null : Number(text));
      return [{ code, name, mark: whole(row.mark), maximum: whole(row.maximum), specialCode: row.code || null }];
    }),
    rankings: rules.rankings.flatMap(({ code, name }) =>
      of
        .filter((one) => one.ranking === code)
        .map(({ because, outOf, rank, status, total }) => ({
          ...{ because, outOf, rank, status, total, name },
          ranked: counts.get(code) ?? 0,
        })),
    ),
  }));
}
