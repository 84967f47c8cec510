/** The exam book's source on PostgreSQL. */
import type { RosterSource } from "#control/roster/exam-book";
import type { Database } from "#postgres/queries/reading";
import { placesOf, rosterOf, sittingSummaries } from "#postgres/queries/roster";
import { sittingsOfExam } from "#postgres/queries/sittings";

export const createRosterSource = (database: Database): RosterSource => ({
  sittings: () => sittingSummaries(database, null),
  papers: async (examId) =>
    (await sittingsOfExam(database, examId)).map(({ id, viewSha256, backup }) => ({
      sittingId: id,
      sha256: viewSha256,
      backupSha256: backup?.viewSha256 ?? null,
    })),
  centres: (examId) => placesOf(database, examId),
  candidates: (examId) => rosterOf(database, examId),
});
