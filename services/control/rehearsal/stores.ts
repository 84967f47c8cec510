/** Records and tokens of rehearsals on PostgreSQL. */
import type { RehearsalRecords, RehearsalTokens } from "#control/rehearsal/ports";
import type { Database } from "#postgres/queries/reading";
import { passedRehearsals, recordedRehearsals, recordRehearsal, reportOf } from "#postgres/queries/rehearsal-records";
import { listTokens, makeToken, revokeToken, useToken } from "#postgres/queries/rehearsal-tokens";

export const createRehearsalRecords = (database: Database): RehearsalRecords => ({
  passed: () => passedRehearsals(database),
  list: (limit) => recordedRehearsals(database, limit),
  report: (id) => reportOf(database, id),
  record: async (played) => {
    const { id, outcome } = await recordRehearsal(database, played);
    return { rehearsalId: id, outcome };
  },
});

export const createRehearsalTokens = (database: Database): RehearsalTokens => ({
  make: (of) => makeToken(database, of),
  list: () => listTokens(database),
  use: (token, nowMs) => useToken(database, token, nowMs),
  revoke: (id) => revokeToken(database, id),
});
