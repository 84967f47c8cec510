/** The stored candidates of a run, whole, for the marking process to keep in memory: what-if asks again and again. */
import type pg from "pg";
import { inBatches } from "#postgres/queries/snapshot";

export interface StoredCandidate {
  anonymityNumber: string;
  centre: string;
  room: string;
  paper: number;
  /** As domain/marking/run-digest.ts writes them. */
  entries: string;
}
const BATCH_ROWS = 1_000;

/** Ascending by number. Call inside a transaction. */
export const storedCandidates = (client: pg.ClientBase, runId: number) =>
  inBatches<StoredCandidate>(
    client,
    `SELECT anonymity_number AS "anonymityNumber", centre, room, paper, entries FROM run_candidate WHERE run_id = $1
     ORDER BY anonymity_number COLLATE "C"`,
    [runId],
    BATCH_ROWS,
  );

export interface StoredSetAside {
  anonymityNumber: string;
  itemId: string;
  epoch: number;
  seq: number;
  reason: string;
  value: unknown;
  counted: boolean;
}
export async function storedSetAside(client: pg.ClientBase, runId: number): Promise<StoredSetAside[]> {
  const { rows } = await client.query<StoredSetAside>(
    `SELECT anonymity_number AS "anonymityNumber", item_id AS "itemId", epoch, seq, reason, value, counted
     FROM run_set_aside WHERE run_id = $1`,
    [runId],
  );
  return rows;
}

export interface StoredLine {
  anonymityNumber: string;
  mark: number | null;
  maximum: number;
  code: string | null;
  ownMark: number;
  ownMaximum: number;
  items: number[];
}
/** Marks of a run, ascending by number: what a file of marks is written from. Call inside a transaction. */
export const storedLines = (client: pg.ClientBase, runId: number) =>
  inBatches<StoredLine>(
    client,
    `SELECT anonymity_number AS "anonymityNumber", mark, maximum, code, own_mark AS "ownMark",
       own_maximum AS "ownMaximum", items
     FROM run_candidate WHERE run_id = $1 ORDER BY anonymity_number COLLATE "C"`,
    [runId],
    BATCH_ROWS,
  );
