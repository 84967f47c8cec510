/** Rankings of an exam that were made, as jury, office and command line read them. Numbers of candidates only. */
import { and, asc, desc, eq } from "drizzle-orm";
import type pg from "pg";
import { inTransaction } from "#postgres/connection";
import { findRun, runsOfExam } from "#postgres/queries/marking-runs";
import { importsOfExam, lotteryOfExam, rulesOfExam } from "#postgres/queries/ranking-inputs";
import { type Database, databaseOf, reading } from "#postgres/queries/reading";
import { staleRuns } from "#postgres/queries/run-staleness";
import { rankingResult, rankingRules, rankingRun, type RankingSources } from "#postgres/schema/ranking";
import type { RankingRules } from "#domain/ranking/rules";

export type RankingRunRow = Omit<typeof rankingRun.$inferSelect, "publicFile">;
export type RankingResultRow = typeof rankingResult.$inferSelect;

/** Without the public file, which is large. */
const RUN = {
  id: rankingRun.id,
  examId: rankingRun.examId,
  askedBy: rankingRun.askedBy,
  askedByName: rankingRun.askedByName,
  askedAtMs: rankingRun.askedAtMs,
  rulesId: rankingRun.rulesId,
  lotteryId: rankingRun.lotteryId,
  sources: rankingRun.sources,
  candidates: rankingRun.candidates,
  inputsSha256: rankingRun.inputsSha256,
  publicSha256: rankingRun.publicSha256,
  doneAtMs: rankingRun.doneAtMs,
};

/** The newest first. */
export const rankingsOfExam = (database: Database, examId: number): Promise<RankingRunRow[]> =>
  reading("rankings", () =>
    database.select(RUN).from(rankingRun).where(eq(rankingRun.examId, examId)).orderBy(desc(rankingRun.id)),
  );

export async function findRanking(
  database: Database,
  rankingRunId: number,
): Promise<(RankingRunRow & { readonly rules: RankingRules }) | null> {
  const [found] = await reading("ranking", () =>
    database
      .select({ run: RUN, rules: rankingRules.rules })
      .from(rankingRun)
      .innerJoin(rankingRules, eq(rankingRules.id, rankingRun.rulesId))
      .where(eq(rankingRun.id, rankingRunId)),
  );
  return found ? { ...found.run, rules: found.rules } : null;
}

/** The public file, gzip. */
export async function publicFileOf(database: Database, rankingRunId: number): Promise<Buffer | null> {
  const [found] = await reading("public file", () =>
    database.select({ file: rankingRun.publicFile }).from(rankingRun).where(eq(rankingRun.id, rankingRunId)),
  );
  return found?.file ?? null;
}

/** Of one ranking, by rank; those without a rank behind, by number. */
export const resultsOf = (database: Database, rankingRunId: number, ranking: string): Promise<RankingResultRow[]> =>
  reading("ranks", () =>
    database
      .select()
      .from(rankingResult)
      .where(and(eq(rankingResult.runId, rankingRunId), eq(rankingResult.ranking, ranking)))
      .orderBy(asc(rankingResult.rank), asc(rankingResult.anonymityNumber)),
  );

/** Every line of a ranking run: by candidate, then in the order of these rankings. */
export async function allResultsOf(
  database: Database,
  rankingRunId: number,
  rankings: readonly string[],
): Promise<RankingResultRow[]> {
  const rows = await reading("ranks", () =>
    database.select().from(rankingResult).where(eq(rankingResult.runId, rankingRunId)),
  );
  const order = new Map(rankings.map((code, n) => [code, n]));
  const placeOf = ({ ranking }: RankingResultRow) => order.get(ranking) ?? 0;
  return rows.sort((a, b) =>
    a.anonymityNumber === b.anonymityNumber ? placeOf(a) - placeOf(b) : a.anonymityNumber < b.anonymityNumber ? -1 : 1,
  );
}

/** Everything of one candidate in a ranking run. */
export const resultsOfCandidate = (
  database: Database,
  rankingRunId: number,
  anonymityNumber: string,
): Promise<RankingResultRow[]> =>
  reading("a candidate's ranks", () =>
    database
      .select()
      .from(rankingResult)
      .where(and(eq(rankingResult.runId, rankingRunId), eq(rankingResult.anonymityNumber, anonymityNumber))),
  );

/** Where the marks of each unit of the rules would be taken from now: the newest finished run, else what was imported. */
export async function sourcesNow(
  database: Database,
  examId: number,
  rules: RankingRules,
): Promise<Record<string, RankingSources[string]>> {
  const runs = (await runsOfExam(database, examId)).filter(({ state }) => state === "done");
  const imports = await importsOfExam(database, examId);
  return Object.fromEntries(
    rules.units.flatMap(({ code }): [string, RankingSources[string]][] => {
      const [run, imported] = [runs.find(({ unit }) => unit === code), imports.get(code)];
      if (run !== undefined) return [[code, { runId: run.id }]];
      return imported === undefined ? [] : [[code, { importId: imported.id }]];
    }),
  );
}

export const STALE_REASONS = ["rules", "lottery", "marks", "rulings"] as const;
export type StaleReason = (typeof STALE_REASONS)[number];

/** Which inputs have changed since (R11); none: the ranking is that of today. `rulings`: one is in force, or a text accepted, that a run does not have. */
export async function staleReasons(database: Database, ranking: RankingRunRow): Promise<StaleReason[]> {
  const { examId, lotteryId, rulesId, sources } = ranking;
  const rules = await rulesOfExam(database, examId);
  const lottery = await lotteryOfExam(database, examId);
  const now = rules === null ? {} : await sourcesNow(database, examId, rules.rules);
  const units = [...new Set([...Object.keys(sources), ...Object.keys(now)])];
  const marks = units.some((unit) => JSON.stringify(sources[unit]) !== JSON.stringify(now[unit]));
  const reasons: [StaleReason, boolean][] = [
    ["rules", rules?.id !== rulesId],
    ["lottery", (lottery?.id ?? null) !== lotteryId],
    ["marks", marks],
    ["rulings", await newRulings(database, sources)],
  ];
  return reasons.filter(([, changed]) => changed).map(([reason]) => reason);
}

async function newRulings(database: Database, sources: RankingSources): Promise<boolean> {
  for (const source of Object.values(sources)) {
    const run = "runId" in source ? await findRun(database, source.runId) : null;
    const reasons = run === null ? [] : ((await staleRuns(database, [run])).get(run.id) ?? []);
    if (reasons.some((one) => one !== "newer_run")) return true;
  }
  return false;
}

export type NewRanking = Omit<typeof rankingRun.$inferInsert, "id">;
export interface ResultToStore {
  readonly ranking: string;
  readonly anonymityNumber: string;
  readonly total: number | null;
  readonly outOf: number | null;
  readonly rank: number | null;
  readonly status: string;
  readonly decidedBy: string;
  readonly because: string;
}
const ROWS_AT_ONCE = 5_000;

/** The ranking with every result, in one transaction; resolves to its number. */
export const storeRanking = (pool: pg.Pool, run: NewRanking, results: readonly ResultToStore[]): Promise<number> =>
  reading("ranking", () =>
    inTransaction(pool, async (client) => {
      const [made] = await databaseOf(client).insert(rankingRun).values(run).returning({ id: rankingRun.id });
      if (!made) throw new Error("a ranking was not stored");
      for (let at = 0; at < results.length; at += ROWS_AT_ONCE) {
        const rows = results.slice(at, at + ROWS_AT_ONCE);
        const of = <K extends keyof ResultToStore>(name: K) => rows.map((one) => one[name]);
        await client.query(
          `INSERT INTO ranking_result (run_id, ranking, anonymity_number, total, out_of, rank, status, decided_by, because)
           SELECT $1, * FROM unnest($2::text[], $3::text[], $4::int8[], $5::int8[], $6::int[], $7::text[], $8::text[], $9::text[])`,
          [
            made.id,
            ...[of("ranking"), of("anonymityNumber"), of("total"), of("outOf"), of("rank"), of("status")],
            ...[of("decidedBy"), of("because")],
          ],
        );
      }
      return made.id;
    }),
  );
