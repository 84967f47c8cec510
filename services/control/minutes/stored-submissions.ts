/** What minutes need of PostgreSQL. */
import type { MinutesStores } from "#control/minutes/read-facts";
import type { Database } from "#postgres/queries/reading";
import { newestReceipts } from "#postgres/queries/receipts";
import { progressOf } from "#postgres/queries/roster";
import { waitedOf } from "#postgres/queries/waited";
import { lastMadeIn } from "#postgres/queries/worked";
import { lastSubmissions, timeZoneOf } from "#postgres/queries/submissions";

export const createMinutesStore = (
  database: Database,
): Pick<MinutesStores, "submissionsOf" | "lastMadeIn" | "waitedOf" | "timeZoneOf"> => ({
  lastMadeIn: (...asked) => lastMadeIn(database, ...asked),
  waitedOf: (...asked) => waitedOf(database, ...asked),
  submissionsOf: async (sittingId, candidateIds) => {
    const submissions = await lastSubmissions(database, sittingId, candidateIds);
    const progress = await progressOf(database, sittingId, candidateIds);
    const receipts = await newestReceipts(database, sittingId, candidateIds);
    const stored = new Set(progress.filter((one) => one.submitted).map((one) => one.candidateId));
    return submissions.map(({ candidateId, frame }) => ({
      ...{ candidateId, frame },
      stored: stored.has(candidateId),
      receiptCode: receipts.get(candidateId)?.code ?? null,
    }));
  },
  timeZoneOf: (examId) => timeZoneOf(database, examId),
});
