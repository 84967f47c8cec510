/** Calculations: asked by people, made by the worker, read by whoever may. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { CalculationKind } from "#domain/competition/calculation";
import type { Problem } from "#domain/exam/problem";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import { type Database, reading } from "#postgres/queries/reading";
import { calculation, competitionLottery } from "#postgres/schema/competition";

export type CalculationRow = Omit<typeof calculation.$inferSelect, "input" | "result">;
const { input: _input, result: _result, ...HEAD } = columnsOf();
function columnsOf() {
  const { competitionId, kind, strategy, ranksId, roundId, revision, state, askedBy, askedAt } = calculation;
  const { finishedAt, id, input, inputsHash, problems, result, resultHash } = calculation;
  return {
    ...{ id, competitionId, kind, strategy, ranksId, roundId, revision, state, askedBy, askedAt },
    ...{ finishedAt, inputsHash, resultHash, problems, input, result },
  };
}

export interface CalculationAsked {
  readonly competitionId: number;
  readonly kind: CalculationKind;
  readonly strategy: string;
  readonly ranksId: number | null;
  readonly roundId: number | null;
  readonly askedBy: string;
}
export async function askCalculation(database: Database, asked: CalculationAsked): Promise<number> {
  const [row] = await reading("calculation", () =>
    database.insert(calculation).values(asked).returning({ id: calculation.id }),
  );
  if (!row) throw new Error("a calculation was not asked");
  return row.id;
}

/** Newest first, without what went in and came out. */
export const calculationsOf = (database: Database, competitionId: number): Promise<CalculationRow[]> =>
  reading("calculations", () =>
    database
      .select(HEAD)
      .from(calculation)
      .where(eq(calculation.competitionId, competitionId))
      .orderBy(desc(calculation.id)),
  );
export async function calculationOf(
  database: Database,
  competitionId: number,
  id: number,
): Promise<typeof calculation.$inferSelect | null> {
  const [row] = await reading("calculation", () =>
    database
      .select()
      .from(calculation)
      .where(and(eq(calculation.competitionId, competitionId), eq(calculation.id, id))),
  );
  return row ?? null;
}

/**
 * The oldest order, held by this transaction: another worker passes over it, and whoever dies gives it back. Null: there
 * is none.
 */
export async function takeAsked(database: Database): Promise<CalculationRow | null> {
  const [row] = await database
    .select(HEAD)
    .from(calculation)
    .where(eq(calculation.state, "asked"))
    .orderBy(calculation.id)
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

export interface CalculationDone {
  readonly revision: number;
  readonly inputsHash: string;
  readonly resultHash: string;
  readonly input: unknown;
  readonly result: unknown;
}
export const finishCalculation = (database: Database, id: number, done: CalculationDone) =>
  database
    .update(calculation)
    .set({ ...done, state: "done", finishedAt: sql`now()` })
    .where(eq(calculation.id, id));
export const refuseCalculation = (
  database: Database,
  id: number,
  state: "refused" | "failed",
  problems: readonly Problem[],
) =>
  database
    .update(calculation)
    .set({ state, problems: problems.slice(0, PROBLEMS_KEPT), finishedAt: sql`now()` })
    .where(eq(calculation.id, id));
const PROBLEMS_KEPT = 1_000;

/** Null: none, or not opened yet. */
export async function openedLottery(database: Database, competitionId: number): Promise<OpenedLottery | null> {
  const [row] = await reading("lottery", () =>
    database
      .select({ opened: competitionLottery.opened })
      .from(competitionLottery)
      .where(eq(competitionLottery.competitionId, competitionId)),
  );
  return row?.opened ?? null;
}
