/** What marks are made from, for the marking process alone: papers with their keys, who was there, the log. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type pg from "pg";
import type { EntryFrame } from "#domain/answer/entry";
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

/** One record of the log with where it stands in the stream: frame, received (ms), generation, number within the ms. */
export type LoggedEntry = readonly [frame: EntryFrame, receivedAtMs: number, generation: number, streamSeq: number];

/**
 * Everything that was received of these candidates, one text of JSON each, by candidate: a million small rows would cost
 * the driver more than marking them. Candidates without an entry are left out.
 */
export async function logsOf(
  client: pg.ClientBase,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await client.query<{ candidateId: number; log: string }>(
    `SELECT candidate_id AS "candidateId", '[' || string_agg(
       '[' || frame || ',' || received_at_ms || ',' || generation || ',' || stream_seq || ']', ',') || ']' AS log
     FROM answer_log WHERE sitting_id = $1 AND candidate_id = ANY($2) GROUP BY candidate_id`,
    [sittingId, candidateIds],
  );
  return new Map(rows.map(({ candidateId, log }) => [candidateId, log]));
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
