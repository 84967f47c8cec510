/** The directory on PostgreSQL. */
import type { ExamDirectory } from "#control/ports";
import { findCardHolder } from "#postgres/queries/cards";
import { epochsOf, framesOf } from "#postgres/queries/epochs";
import type { Database } from "#postgres/queries/reading";
import { findSitting, sittingsOfExam } from "#postgres/queries/sittings";

const utf8 = new TextEncoder();

export function createExamDirectory(database: Database): ExamDirectory {
  return {
    cardHolder: (codeHmac) => findCardHolder(database, codeHmac),
    sittingsOfExam: (examId) => sittingsOfExam(database, examId),
    sitting: (sittingId) => findSitting(database, sittingId),
    epochs: (of) => epochsOf(database, of),
    frames: async (of, epoch, upTo) => (await framesOf(database, of, epoch, upTo)).map((row) => utf8.encode(row.frame)),
  };
}
