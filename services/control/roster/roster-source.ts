/** The exam book's source on PostgreSQL. */
import type { RosterSource } from "#control/roster/exam-book";
import { packageRefsOf } from "#postgres/queries/packages";
import type { Database } from "#postgres/queries/reading";
import { placesOf, rosterOf, sittingSummaries } from "#postgres/queries/roster";
import { sittingsOfExam } from "#postgres/queries/sittings";

export const createRosterSource = (database: Database): RosterSource => ({
  sittings: () => sittingSummaries(database, null),
  papers: async (examId) => {
    const sittings = await sittingsOfExam(database, examId);
    const packages = await packageRefsOf(
      database,
      sittings.map(({ id }) => id),
    );
    return [...packages].flatMap(([sittingId, { main, backup }]) =>
      main ? [{ sittingId, sha256: main.sha256, backupSha256: backup?.sha256 ?? null }] : [],
    );
  },
  centres: (examId) => placesOf(database, examId),
  candidates: (examId) => rosterOf(database, examId),
});
