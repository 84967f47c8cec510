/** The lottery of a competition: committed once, opened once. */
import { and, eq, isNull } from "drizzle-orm";
import type { LotteryCommitment, OpenedLottery } from "#contracts/ranking/lottery";
import { type Database, reading } from "#postgres/queries/reading";
import { competitionLottery } from "#postgres/schema/competition";

export type LotteryRow = typeof competitionLottery.$inferSelect;
export async function lotteryOf(database: Database, competitionId: number): Promise<LotteryRow | null> {
  const [row] = await reading("lottery", () =>
    database.select().from(competitionLottery).where(eq(competitionLottery.competitionId, competitionId)),
  );
  return row ?? null;
}

/** False: there is one already; what was published is not made again. */
export async function commitLottery(
  database: Database,
  made: {
    readonly competitionId: number;
    readonly commitment: LotteryCommitment;
    readonly secret: string;
    readonly committedBy: string;
  },
): Promise<boolean> {
  const rows = await reading("lottery", () =>
    database
      .insert(competitionLottery)
      .values(made)
      .onConflictDoNothing()
      .returning({ id: competitionLottery.competitionId }),
  );
  return rows.length > 0;
}

/** False: it was opened before. */
export async function openLottery(database: Database, competitionId: number, opened: OpenedLottery): Promise<boolean> {
  const rows = await reading("lottery", () =>
    database
      .update(competitionLottery)
      .set({ opened })
      .where(and(eq(competitionLottery.competitionId, competitionId), isNull(competitionLottery.opened)))
      .returning({ id: competitionLottery.competitionId }),
  );
  return rows.length > 0;
}
