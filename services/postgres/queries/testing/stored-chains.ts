/** Rows for tests: one exam with a sitting and a candidate, and chains of frames as the drain stores them. */
import { createHash } from "node:crypto";
import type { Client } from "pg";
import { genesisOf, headAfter, NO_PREVIOUS_EPOCH, type PreviousEpoch } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import type { PaperKeys } from "#domain/seal/labels";

/** A paper without sections. */
export const VIEW =
  '{"format":"amphi-paper-view","version":1,"id":"p1","title":"P","language":"fr","durationMinutes":60,"sections":[]}';
export const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

export interface StoredSitting {
  readonly examId: number;
  readonly paperId: number;
  readonly sittingId: number;
  readonly candidateId: number;
  readonly roomId: number;
}

/** Exam "ecn", paper "p1" with items q1 and q2, one sitting, candidate 2400042 with anonymity number A-7. */
export async function storeSitting(client: Client): Promise<StoredSitting> {
  const one = async (sql: string, values: unknown[]): Promise<number> =>
    (await client.query<{ id: number }>(`${sql} RETURNING id`, values)).rows[0]?.id ?? 0;
  const examId = await one("INSERT INTO exam (slug, title) VALUES ($1, $2)", ["ecn", "Exam"]);
  const centreId = await one("INSERT INTO centre (exam_id, code, name) VALUES ($1, 'REN', 'Rennes')", [examId]);
  const roomId = await one("INSERT INTO room (centre_id, code, name) VALUES ($1, 'A2', 'Amphi 2')", [centreId]);
  const paperId = await one(
    `INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
     VALUES ($1, 'p1', 'Paper 1', 'fr', 3600000, '{}', $2, $3)`,
    [examId, Buffer.from(VIEW), sha256(Buffer.from(VIEW)).toString("hex")],
  );
  for (const [position, item] of ["q1", "q2"].entries())
    await client.query(
      "INSERT INTO paper_item (paper_id, item_id, section_id, position, type, weight) VALUES ($1, $2, 's', $3, 'QRM', 1000)",
      [paperId, item, position + 1],
    );
  const sittingId = await one("INSERT INTO sitting (paper_id, title, planned_start_ms) VALUES ($1, 'Morning', 1000)", [
    paperId,
  ]);
  const candidateId = await one(
    `INSERT INTO candidate (exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat)
     VALUES ($1, '2400042', 'Nguyen', 'Léa', 'A-7', $2, '12')`,
    [examId, roomId],
  );
  return { examId, paperId, sittingId, candidateId, roomId };
}

/** A package with these keys and no bytes; see contracts/package/manifest.ts. */
export async function storeSeal(client: Client, { sittingId, paperId }: StoredSitting, keys: PaperKeys): Promise<void> {
  await client.query(
    `INSERT INTO sealed_package (sitting_id, paper, paper_id, sha256, manifest, bytes, start_key, cases_key)
     VALUES ($1, 'main', $2, $3, '', 0, $4, $5)`,
    [sittingId, paperId, "0".repeat(64), Buffer.from(keys.start, "base64url"), Buffer.from(keys.cases, "base64url")],
  );
}
/** Keys for tests. */
export const SOME_KEYS: PaperKeys = {
  start: Buffer.alloc(32, 1).toString("base64url"),
  cases: Buffer.alloc(32, 2).toString("base64url"),
};

export interface ChainToStore {
  readonly epoch?: number;
  readonly previous?: PreviousEpoch;
  readonly publicKey?: { x: string; y: string } | null;
  /** Frames in order of seq from 1; `without`: seqs that never arrived. */
  readonly frames: readonly EntryFrame[];
  readonly without?: readonly number[];
}
/** Stores one epoch of a candidate; returns its genesis and its head after every frame. */
export async function storeChain(client: Client, of: StoredSitting, chain: ChainToStore) {
  const { epoch = 1, previous = NO_PREVIOUS_EPOCH, publicKey = null, without = [] } = chain;
  const genesis: Genesis = genesisOf(sha256, of, epoch, previous);
  const texts = chain.frames.map((frame) => JSON.stringify(frame));
  const stored = chain.frames.filter((frame) => !without.includes(frame.seq));
  for (const frame of stored)
    await client.query(
      `INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, item_id, frame, claimed_at_ms, made_at_ms,
         received_at_ms, generation, stream_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, 1, 0)`,
      [
        of.sittingId,
        of.candidateId,
        epoch,
        frame.seq,
        frame.kind,
        frame.kind === "answer" ? frame.itemId : null,
        texts[frame.seq - 1],
        frame.claimedAtMs,
      ],
    );
  const firstMissing = Math.min(...without, chain.frames.length + 1);
  await client.query(
    `INSERT INTO candidate_epoch (sitting_id, candidate_id, epoch, marker_generation, marker_ms, marker_stream_seq,
       device_id, public_key, genesis, genesis_hash, d2, head, submitted)
     VALUES ($1, $2, $3, 1, 1, 0, 'tablet-1', $4, $5, $6, $7, $8, $9)`,
    [
      of.sittingId,
      of.candidateId,
      epoch,
      publicKey,
      genesis,
      genesis.hash,
      firstMissing - 1,
      stored.at(-1)?.seq ?? 0,
      stored.some((frame) => frame.kind === "submit"),
    ],
  );
  const heads = texts.map((_, n) =>
    headAfter(
      sha256,
      genesis.hash,
      texts.slice(0, n + 1).map((text) => Buffer.from(text)),
    ),
  );
  return { genesis, heads };
}
