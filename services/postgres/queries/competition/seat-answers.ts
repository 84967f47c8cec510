import { desc, eq } from "drizzle-orm";
import type { SeatAnswer } from "#domain/competition/allocation-file";
import { type Database, reading } from "#postgres/queries/reading";
import { seatAnswer } from "#postgres/schema/student";

/** What each person said last, to whichever seat: a lock holds until the person leaves. */
export const seatAnswersIn = (database: Database, competitionId: number): Promise<SeatAnswer[]> =>
  reading("answers to seats", () =>
    database
      .selectDistinctOn([seatAnswer.personId], { personId: seatAnswer.personId, answer: seatAnswer.answer })
      .from(seatAnswer)
      .where(eq(seatAnswer.competitionId, competitionId))
      .orderBy(seatAnswer.personId, desc(seatAnswer.id)),
  );
