/** The directory on PostgreSQL. */
import type { ExamDirectory, PlannedSitting } from "#control/ports";
import { findCardHolder } from "#postgres/queries/cards";
import { epochsOf, framesOf } from "#postgres/queries/epochs";
import type { Database } from "#postgres/queries/reading";
import { findSitting, type SittingPlan, sittingsOfExam } from "#postgres/queries/sittings";

const utf8 = new TextEncoder();
const planned = (plan: SittingPlan): PlannedSitting => ({ ...plan, rehearsal: plan.rehearsal !== 0 });

export function createExamDirectory(database: Database): ExamDirectory {
  return {
    cardHolder: (codeHmac) => findCardHolder(database, codeHmac),
    sittingsOfExam: async (examId) => (await sittingsOfExam(database, examId)).map(planned),
    sitting: async (sittingId) => {
      const found = await findSitting(database, sittingId);
      return found && planned(found);
    },
    epochs: (of) => epochsOf(database, of),
    frames: async (of, epoch, upTo) => (await framesOf(database, of, epoch, upTo)).map((row) => utf8.encode(row.frame)),
  };
}
