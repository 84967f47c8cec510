/** Everything of one sitting, in a fixed order, in batches. Call inside one snapshot (snapshot.ts). */
import type pg from "pg";
import type { SeatRow } from "#postgres/queries/places";
import { inBatches } from "#postgres/queries/snapshot";

const BATCH_ROWS = 2_000;

export interface LogRow {
  anonymityNumber: string | null;
  epoch: number;
  seq: number;
  kind: string;
  itemId: string | null;
  frame: string;
  claimedAtMs: number;
  madeAtMs: number;
  receivedAtMs: number;
  generation: number;
  streamSeq: number;
  candidateId: number;
  genesisHash: string | null;
}
/** The answer log, by anonymity number, each candidate's chains in order. */
export const logOf = (client: pg.ClientBase, sittingId: number) =>
  inBatches<LogRow>(
    client,
    `SELECT c.anonymity_number AS "anonymityNumber", l.epoch, l.seq, l.kind, l.item_id AS "itemId", l.frame,
       l.claimed_at_ms AS "claimedAtMs", l.made_at_ms AS "madeAtMs", l.received_at_ms AS "receivedAtMs",
       l.generation, l.stream_seq AS "streamSeq", l.candidate_id AS "candidateId", e.genesis_hash AS "genesisHash"
     FROM answer_log l
     LEFT JOIN candidate c ON c.id = l.candidate_id
     LEFT JOIN candidate_epoch e
       ON e.sitting_id = l.sitting_id AND e.candidate_id = l.candidate_id AND e.epoch = l.epoch
     WHERE l.sitting_id = $1 ORDER BY c.anonymity_number COLLATE "C", l.candidate_id, l.epoch, l.seq`,
    [sittingId],
    BATCH_ROWS,
  );

export interface EpochRow {
  anonymityNumber: string | null;
  epoch: number;
  deviceId: string | null;
  publicKey: { x: string; y: string } | null;
  genesisHash: string | null;
  d2: number;
  head: number;
  submitted: boolean;
}
export const epochRowsOf = (client: pg.ClientBase, sittingId: number) =>
  inBatches<EpochRow>(
    client,
    `SELECT c.anonymity_number AS "anonymityNumber", e.epoch, e.device_id AS "deviceId", e.public_key AS "publicKey",
       e.genesis_hash AS "genesisHash", e.d2, e.head, e.submitted
     FROM candidate_epoch e LEFT JOIN candidate c ON c.id = e.candidate_id
     WHERE e.sitting_id = $1 ORDER BY c.anonymity_number, e.epoch`,
    [sittingId],
    BATCH_ROWS,
  );

/** Where in the stream a candidate's device took over. */
export interface MarkerRow {
  candidateId: number;
  epoch: number;
  generation: number;
  ms: number;
  streamSeq: number;
}
export async function markersOf(client: pg.ClientBase, sittingId: number): Promise<MarkerRow[]> {
  const { rows } = await client.query<MarkerRow>(
    `SELECT candidate_id AS "candidateId", epoch, marker_generation AS generation, marker_ms AS ms,
       coalesce(marker_stream_seq, 0) AS "streamSeq"
     FROM candidate_epoch WHERE sitting_id = $1 AND marker_ms IS NOT NULL AND marker_generation IS NOT NULL
     ORDER BY candidate_id, epoch`,
    [sittingId],
  );
  return rows;
}

export interface CurrentRow {
  anonymityNumber: string | null;
  itemId: string;
  epoch: number;
  seq: number;
  locked: boolean;
  value: unknown;
}
/** Answers in force, by anonymity number and place in the paper. */
export const currentOf = (client: pg.ClientBase, sittingId: number) =>
  inBatches<CurrentRow>(
    client,
    `SELECT c.anonymity_number AS "anonymityNumber", a.item_id AS "itemId", a.epoch, a.seq, a.locked, a.value
     FROM answer_current a
     JOIN sitting s ON s.id = a.sitting_id
     LEFT JOIN candidate c ON c.id = a.candidate_id
     LEFT JOIN paper_item i ON i.paper_id = s.paper_id AND i.item_id = a.item_id
     WHERE a.sitting_id = $1 ORDER BY c.anonymity_number COLLATE "C", i.position, a.item_id`,
    [sittingId],
    BATCH_ROWS,
  );

export interface JournalRow {
  position: number;
  act: unknown;
}
export const journalOf = (client: pg.ClientBase, sittingId: number) =>
  inBatches<JournalRow>(
    client,
    "SELECT position, act FROM journal WHERE sitting_id = $1 ORDER BY position",
    [sittingId],
    BATCH_ROWS,
  );

/** The seats of a sitting's candidates, by anonymity number (see places.ts: SeatRow). */
export const seatRowsOf = (client: pg.ClientBase, examId: number) =>
  inBatches<SeatRow>(
    client,
    `SELECT c.id AS "candidateId", c.anonymity_number AS "anonymityNumber", r.id AS "roomId", r.code AS room,
       z.id AS "centreId", z.code AS centre, c.extra_time_numerator AS "extraTimeNumerator",
       c.extra_time_denominator AS "extraTimeDenominator"
     FROM candidate c JOIN room r ON r.id = c.room_id JOIN centre z ON z.id = r.centre_id
     WHERE c.exam_id = $1 ORDER BY c.anonymity_number`,
    [examId],
    BATCH_ROWS,
  );
