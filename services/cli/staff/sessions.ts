import type { CliContext } from "#cli/context";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createStaffSessions } from "#redis/staff-sessions";

/**
 * Ends the open sessions of accounts, and their consoles with them. What was done to the accounts stays done: when the
 * control Redis is away, that is told on standard error, and sessions end by themselves when they expire.
 */
export async function endSessions(context: CliContext, accountIds: readonly number[]): Promise<void> {
  if (accountIds.length === 0) return;
  const redis = context.redisControl();
  const sessions = createStaffSessions(redis, redis);
  try {
    for (const id of accountIds) await sessions.endAll(id);
  } catch (error) {
    if (!(error instanceof StoreTrouble)) throw error;
    context.err("note: open sessions could not be ended, the control Redis does not answer; run the command again");
  }
}
