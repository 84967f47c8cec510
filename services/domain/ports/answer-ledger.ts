/**
 * Port on the permanent store of answers (PostgreSQL). One contract suite (domain/testing/answer-ledger-contract.ts)
 * runs on the memory and the PostgreSQL adapters.
 */
import type { AnswerValue, CandidateRef, Entry, Position, StreamId } from "#domain/answer/entry";
import type { EpochMarker } from "#domain/answer/epoch";
import type { SittingState } from "#domain/sitting/clock";

/** A parsed record of a partition's stream. */
export type DrainedRecord =
  | { readonly kind: "entry"; readonly entry: Entry; readonly frameText: string; readonly nodeId: string }
  | { readonly kind: "marker"; readonly marker: EpochMarker; readonly id: StreamId }
  | {
      readonly kind: "poison";
      readonly id: StreamId;
      readonly reason: string;
      readonly raw: string;
      /** Whose record it is, as far as can be told: it blocks that candidate's receipt. */
      readonly of: (CandidateRef & Position) | null;
    };

export interface DrainBatch {
  readonly partition: number;
  readonly generation: number;
  /** The committed offset that the records were read from; another value in the store aborts the batch. */
  readonly from: StreamId;
  /** Offset after the batch. */
  readonly to: StreamId;
  readonly records: readonly DrainedRecord[];
}

export interface PartitionOffset {
  readonly generation: number;
  readonly lastId: StreamId;
}

/** Highest seq of an epoch secured without a gap. */
export interface Secured extends CandidateRef {
  readonly epoch: number;
  readonly seq: number;
}

export interface AnswerLedger {
  offset(partition: number): Promise<PartitionOffset>;
  /** Starts the next life of a partition's store: generation + 1, offset back to the start. Returns the generation. */
  beginGeneration(partition: number, after: number): Promise<number>;
  /**
   * Stores a batch in one transaction: log, current answers, D2 and offset, or nothing at all. Storing the same entries
   * again changes nothing; an entry whose key is taken by another payload goes to quarantine. Returns the D2 of every
   * (candidate, epoch) in the batch, advanced or not.
   * Rejects with StaleOffset when another drain was faster, PoisonBatch when some record cannot be stored, StoreTrouble.
   */
  commit(batch: DrainBatch): Promise<readonly Secured[]>;
}

/** Another drain moved the offset: read it again. */
export class StaleOffset extends Error {
  override name = "StaleOffset";
}
/** The store refuses some record of the batch (not the connection): bisect to find it. */
export class PoisonBatch extends Error {
  override name = "PoisonBatch";
}

/** Reading back, for checks: what a simulation, a contract suite or a rehearsal compares. */
export interface LedgerReader {
  /** Every logged entry, in order of candidate, epoch, seq. */
  log(): Promise<readonly (CandidateRef & Position & { readonly frameText: string })[]>;
  /** Every answer in force or lock, in order of candidate and item. */
  current(): Promise<readonly CurrentAnswer[]>;
  /** Why each quarantined record is there, oldest first. */
  quarantined(): Promise<readonly string[]>;
}
export interface CurrentAnswer extends CandidateRef, Position {
  readonly itemId: string;
  /** Null where a lock came without an answer; then epoch and seq are 0. */
  readonly value: AnswerValue | null;
  readonly locked: boolean;
}

/** Where the ledger learns a sitting's phase and start: the fold of its journal. */
export type SittingStateOf = (sittingId: number) => SittingState;
