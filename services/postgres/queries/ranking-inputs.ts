/** What an exam is ranked by: rules, lottery, where the marks of each unit come from. The last one given holds. */
import { asc, desc, eq, sql } from "drizzle-orm";
import type pg from "pg";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import type { MarkRow } from "#domain/ranking/mark-book";
import type { RankingRules } from "#domain/ranking/rules";
import { inTransaction } from "#postgres/connection";
import { type Database, databaseOf, reading } from "#postgres/queries/reading";
import { candidate, exam } from "#postgres/schema/exam";
import { runCandidate } from "#postgres/schema/marking";
import { importedMark, markImport, rankingLottery, rankingRules } from "#postgres/schema/ranking";

export type RankingRulesRow = typeof rankingRules.$inferSelect;
export type RankingLotteryRow = typeof rankingLottery.$inferSelect;
export type MarkImportRow = typeof markImport.$inferSelect;
/** Who gave it, and when (ms). */
export interface Given {
  readonly by: string;
  readonly atMs: number;
}

export async function rulesOfExam(database: Database, examId: number): Promise<RankingRulesRow | null> {
  const [found] = await reading("ranking rules", () =>
    database.select().from(rankingRules).where(eq(rankingRules.examId, examId)).orderBy(desc(rankingRules.id)).limit(1),
  );
  return found ?? null;
}
export async function lotteryOfExam(database: Database, examId: number): Promise<RankingLotteryRow | null> {
  const [found] = await reading("lottery", () =>
    database
      .select()
      .from(rankingLottery)
      .where(eq(rankingLottery.examId, examId))
      .orderBy(desc(rankingLottery.id))
      .limit(1),
  );
  return found ?? null;
}
/** The import that holds of each unit, by unit. */
export async function importsOfExam(database: Database, examId: number): Promise<ReadonlyMap<string, MarkImportRow>> {
  const rows = await reading("imported marks", () =>
    database.select().from(markImport).where(eq(markImport.examId, examId)).orderBy(asc(markImport.id)),
  );
  return new Map(rows.map((row) => [row.unit, row]));
}

/** Anonymity numbers and identity fields of an exam; no name. */
export const rankedCandidates = (
  database: Database,
  examId: number,
): Promise<{ candidate: string; identity: Record<string, string> }[]> =>
  reading("candidates", () =>
    database
      .select({ candidate: candidate.anonymityNumber, identity: candidate.identity })
      .from(candidate)
      .where(eq(candidate.examId, examId)),
  );

const whole = (value: number | null): string => (value === null ? "" : String(value));
/** Marks of a run as lines of a unit. A code has no mark. */
export async function markRowsOfRun(database: Database, runId: number, unit: string): Promise<MarkRow[]> {
  const rows = await reading("marks of a run", () =>
    database
      .select({
        candidate: runCandidate.anonymityNumber,
        mark: runCandidate.mark,
        maximum: runCandidate.maximum,
        code: runCandidate.code,
      })
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId)),
  );
  return rows.map(({ candidate: number, code, mark, maximum }) => ({
    ...{ candidate: number, unit, mark: whole(mark), maximum: whole(maximum), code: code ?? "" },
  }));
}
export async function markRowsOfImport(database: Database, importId: number, unit: string): Promise<MarkRow[]> {
  const rows = await reading("imported marks", () =>
    database.select().from(importedMark).where(eq(importedMark.importId, importId)),
  );
  return rows.map(({ anonymityNumber, code, mark, maximum }) => ({
    ...{ candidate: anonymityNumber, unit, mark: whole(mark), maximum: whole(maximum), code: code ?? "" },
  }));
}

export async function storeRules(
  database: Database,
  examId: number,
  rules: RankingRules,
  sha256: string,
  given: Given,
): Promise<number> {
  const [made] = await database
    .insert(rankingRules)
    .values({ examId, rules, sha256, ...given })
    .returning({ id: rankingRules.id });
  if (!made) throw new Error("rules were not stored");
  return made.id;
}

export async function storeLottery(
  database: Database,
  examId: number,
  opened: OpenedLottery,
  given: Given,
): Promise<void> {
  await database.insert(rankingLottery).values({ examId, opened, ...given });
}

/** Numbers that the exam does not have, of those. */
export async function unknownNumbers(
  database: Database,
  examId: number,
  numbers: readonly string[],
): Promise<string[]> {
  const { rows } = await reading("candidates", () =>
    database.execute<{ number: string }>(
      sql`SELECT number FROM unnest(${sql.param(numbers)}::text[]) AS given (number)
        WHERE NOT EXISTS (SELECT FROM candidate WHERE exam_id = ${examId} AND anonymity_number = number)`,
    ),
  );
  return rows.map(({ number }) => number);
}

export interface MarkToImport {
  readonly anonymityNumber: string;
  readonly mark: number | null;
  readonly maximum: number | null;
  readonly code: string | null;
}
/** One import for each unit, all of them or none; earlier ones stay and hold no longer. */
export const storeImports = (
  pool: pg.Pool,
  examId: number,
  units: ReadonlyMap<string, readonly MarkToImport[]>,
  sha256: string,
  given: Given,
): Promise<void> =>
  inTransaction(pool, async (client) => {
    const database = databaseOf(client);
    for (const [unit, rows] of units) {
      const [made] = await database
        .insert(markImport)
        .values({ examId, unit, sha256, ...given })
        .returning({ id: markImport.id });
      await client.query(
        `INSERT INTO imported_mark (import_id, anonymity_number, mark, maximum, code)
         SELECT $1, * FROM unnest($2::text[], $3::int8[], $4::int8[], $5::text[])`,
        [
          made?.id,
          rows.map((one) => one.anonymityNumber),
          rows.map((one) => one.mark),
          rows.map((one) => one.maximum),
          rows.map((one) => one.code),
        ],
      );
    }
  });

export async function examToPrint(database: Database, examId: number): Promise<string> {
  const [found] = await reading("exam", () =>
    database.select({ title: exam.title }).from(exam).where(eq(exam.id, examId)),
  );
  return found?.title ?? "";
}
