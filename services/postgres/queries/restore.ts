/** What a spare tablet takes over: all that was received of a candidate, once it is stored. */
import { sql } from "drizzle-orm";
import { LockFrame } from "#contracts/frames/tablet";
import type { AnswerValue, CandidateRef } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";

export interface Restorable {
  /** Answers in force. */
  readonly answers: readonly { readonly itemId: string; readonly value: AnswerValue }[];
  /** Locks in force in the order in which they were made; `seal` null where the paper was not sealed. */
  readonly locks: readonly {
    readonly stepId: string;
    readonly itemIds: readonly string[];
    readonly seal: { readonly sectionId: string; readonly path: string } | null;
  }[];
  /** Acts that the candidate has read. */
  readonly readActIds: readonly string[];
}

/**
 * Null while the drain has not passed the marker of this epoch: what the tablet before it sent may still be on its way.
 * Afterwards nothing of the epochs before can change any more. Rejects with StoreTrouble.
 */
export async function restorableOf(database: Database, of: CandidateRef, epoch: number): Promise<Restorable | null> {
  const whose = sql`sitting_id = ${of.sittingId} AND candidate_id = ${of.candidateId}`;
  const ask = <T extends Record<string, unknown>>(what: string, query: ReturnType<typeof sql>): Promise<T[]> =>
    reading(what, async () => (await database.execute<T>(query)).rows as T[]);
  const markers = await ask(
    "marker",
    sql`SELECT FROM candidate_epoch WHERE ${whose} AND epoch >= ${epoch} AND marker_ms IS NOT NULL LIMIT 1`,
  );
  if (markers.length === 0) return null;
  const answers = await ask<{ itemId: string; value: AnswerValue }>(
    "answers in force",
    sql`SELECT item_id AS "itemId", value FROM answer_current WHERE ${whose} AND value IS NOT NULL ORDER BY item_id`,
  );
  const locks = await ask<{ frame: string }>(
    "locks in force",
    sql`SELECT l.frame FROM (
        SELECT DISTINCT lock_epoch, lock_seq FROM answer_current WHERE ${whose} AND locked
      ) c JOIN answer_log l ON l.epoch = c.lock_epoch AND l.seq = c.lock_seq AND ${whose}
      ORDER BY l.epoch, l.seq`,
  );
  const read = await ask<{ actId: string }>(
    "acts read",
    sql`SELECT DISTINCT frame::jsonb ->> 'actId' AS "actId" FROM answer_log
      WHERE ${whose} AND kind = 'applied' AND frame::jsonb ->> 'stage' = 'read' ORDER BY 1`,
  );
  return { answers, locks: locks.map(({ frame }) => lockOf(frame)), readActIds: read.map(({ actId }) => actId) };
}

function lockOf(frame: string): Restorable["locks"][number] {
  const { stepId, itemIds, seal } = LockFrame.parse(JSON.parse(frame));
  return { stepId, itemIds, seal: seal ? { sectionId: seal.sectionId, path: seal.path } : null };
}
