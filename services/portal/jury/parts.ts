import type pg from "pg";
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import type { Database } from "#postgres/queries/reading";
import type { MarkingDesk } from "#redis/marking-desk";
import type { FailureBudget } from "#http/failure-budget";

/** All reads reject with StoreTrouble; so does the desk when the marking process does not answer. */
export interface JuryParts {
  readonly database: Database;
  /** For verdicts of reviewers: two at one moment are one after the other. */
  readonly pool: pg.Pool;
  readonly desk: Pick<MarkingDesk, "ask">;
  /** Who came and went in a sitting; empty once nobody knows any more. */
  readonly connectionEvents: (sittingId: number) => Promise<ConnectionEvents>;
  /** Receipts and student numbers that do not fit, of everybody together. */
  readonly resultFailures: FailureBudget;
  /** Wall clock, ms. */
  readonly now: () => number;
}
