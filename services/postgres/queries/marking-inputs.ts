/** What marks are made from, for the marking process alone: papers with their keys, who was there, the log. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type pg from "pg";
import { type Database, reading } from "#postgres/queries/reading";
import { answerKey, paper } from "#postgres/schema/exam";
import { keyVersion } from "#postgres/schema/marking";

export interface StoredPaper {
  readonly paperId: number;
  /** The file as imported. */
  readonly source: unknown;
  /** What tablets got of it: sizes of images stand there. */
  readonly view: unknown;
}

export async function paperToMark(database: Database, paperId: number): Promise<StoredPaper | null> {
  const [found] = await reading("paper", () =>
    database
      .select({ paperId: paper.id, source: paper.source, view: paper.view })
      .from(paper)
      .where(eq(paper.id, paperId)),
  );
  return found ? { ...found, view: JSON.parse(found.view.toString("utf8")) as unknown } : null;
}

/** Keys as they are stored now, by item id; none while the database keeps them shut. */
export async function keysNow(database: Database, paperId: number): Promise<Record<string, unknown>> {
  const rows = await reading("keys", () =>
    database
      .select({ itemId: answerKey.itemId, key: answerKey.key })
      .from(answerKey)
      .where(eq(answerKey.paperId, paperId)),
  );
  return Object.fromEntries(rows.map(({ itemId, key }) => [itemId, key]));
}

/** Keys as an earlier run found them; null: shut again, or never seen. */
export async function keysOfVersion(database: Database, paperId: number, sha256: string) {
  const [found] = await reading("key version", () =>
    database
      .select({ keys: keyVersion.keys })
      .from(keyVersion)
      .where(and(eq(keyVersion.paperId, paperId), eq(keyVersion.sha256, sha256))),
  );
  return found?.keys ?? null;
}

/** Candidates for whom a device signed in. */
export async function signedInCandidates(database: Database, sittingId: number): Promise<ReadonlySet<number>> {
  const { rows } = await reading("devices", () =>
    database.execute<{ id: number }>(
      sql`SELECT DISTINCT candidate_id AS id FROM candidate_epoch WHERE sitting_id = ${sittingId}`,
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/** What was received of one candidate, by columns: the nth of each belongs to the nth entry. In any order. */
export interface CandidateLog {
  readonly candidateId: number;
  /** As the tablet sent them: JSON of an EntryFrame each, FRAME_END between. */
  readonly frames: string;
  readonly receivedAtMs: readonly number[];
  readonly generations: readonly number[];
  readonly streamSeqs: readonly number[];
}
/** No JSON text holds this character. */
export const FRAME_END = "\u001f";

/**
 * Everything that was received of these candidates, a row each: a million small rows would cost the driver more than
 * marking them. Candidates without an entry are left out.
 */
export async function logsOf(
  client: pg.ClientBase,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<ReadonlyMap<number, CandidateLog>> {
  const { rows } = await client.query<CandidateLog>(
    `SELECT candidate_id AS "candidateId", string_agg(frame, $3) AS frames,
       to_json(array_agg(received_at_ms)) AS "receivedAtMs", to_json(array_agg(generation)) AS generations,
       to_json(array_agg(stream_seq)) AS "streamSeqs"
     FROM answer_log WHERE sitting_id = $1 AND candidate_id = ANY($2) GROUP BY candidate_id`,
    [sittingId, candidateIds, FRAME_END],
  );
  return new Map(rows.map((row) => [row.candidateId, row]));
}

/** The papers' numbers as they call themselves. */
export const slugsOf = async (database: Database, paperIds: readonly number[]): Promise<ReadonlyMap<number, string>> =>
  new Map(
    (
      await reading("papers", () =>
        database
          .select({ id: paper.id, slug: paper.slug })
          .from(paper)
          .where(inArray(paper.id, [...paperIds])),
      )
    ).map(({ id, slug }) => [id, slug]),
  );
