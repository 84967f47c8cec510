/**
 * Ports on the answers' store: the streams between ingest and PostgreSQL. One contract suite
 * (domain/testing/answer-stream-contract.ts) runs on the memory and the Redis adapters.
 */
import type { CandidateRef, StreamId } from "#domain/answer/entry";
import type { EpochMarker } from "#domain/answer/epoch";

/** One entry on its way in. `frame`: the text exactly as the tablet sent it. */
export interface IncomingEntry extends CandidateRef {
  readonly epoch: number;
  readonly seq: number;
  readonly frame: string;
}

export interface AnswerIntake {
  /**
   * Appends the batch in order. The promise resolves once every entry is durable (D1) or known not to be: the n-th
   * outcome is the received time in ms, or null when that entry was not, or may not have been, stored. Never rejects.
   */
  append(batch: readonly IncomingEntry[]): Promise<readonly (number | null)[]>;
  /**
   * What a returning tablet must know. Restores a lost fence from the ticket (an emptied store), appending the
   * marker again. Rejects with StoreTrouble when the store does not answer.
   */
  greet(marker: EpochMarker): Promise<{ fence: number; d2: number }>;
  /** Calls back with D2 advances of candidates whose entries this node appended. */
  onSecured(listener: (advances: readonly SecuredAdvance[]) => void): void;
  /** Calls back when a candidate's fence moved: a device of a lower epoch has been replaced. */
  onFenced(listener: (fenced: CandidateRef & { readonly epoch: number }) => void): void;
  /** True when the store is slow or nearly full: newcomers are refused, composing tablets are asked for patience. */
  underPressure(): boolean;
}

export interface SecuredAdvance extends CandidateRef {
  readonly epoch: number;
  readonly seq: number;
}

export interface EpochIssuer {
  /**
   * Gives the candidate's next epoch, above `floor` (the highest that PostgreSQL knows), and appends its marker in one
   * step; or returns the current one when `keep` names the current epoch and device. `markerFor` builds the marker.
   * Rejects with StoreTrouble when the store is away or not adopted yet.
   */
  issue(request: EpochRequest): Promise<{ epoch: number; kept: boolean }>;
}
export interface EpochRequest extends CandidateRef {
  readonly deviceId: string;
  readonly floor: number;
  /** Epoch the device still holds a log of, or null. */
  readonly keep: number | null;
  /** `holder`: the device that has the current epoch, null when the store knows of none. What it throws ends the issue. */
  readonly markerFor: (epoch: number, holder: string | null) => EpochMarker | Promise<EpochMarker>;
}

/** A raw record of a partition's stream. */
export interface StreamRecord {
  readonly id: StreamId;
  /** Field name → value as stored; parsing is the drain's, so that a poisoned record is quarantined, not fatal. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface AnswerFeed {
  /** Number of the partition's present life, or null on an empty, not yet adopted store. */
  generation(partition: number): Promise<number | null>;
  /** Gives an empty partition its number; false when somebody else did. */
  adopt(partition: number, generation: number): Promise<boolean>;
  /**
   * Records of each wanted partition after its id, oldest first, at most `countMax` each; waits at most `waitMs` while
   * all are empty. Partitions without news are absent from the answer.
   */
  read(
    wanted: ReadonlyMap<number, StreamId>,
    countMax: number,
    waitMs: number,
  ): Promise<ReadonlyMap<number, readonly StreamRecord[]>>;
  /** Publishes D2 to nodes and mirrors it for hello. Best effort: a loss only causes a resend. */
  publishSecured(advances: readonly (SecuredAdvance & { nodeId: string })[]): Promise<void>;
  /** Forgets records up to and including `upTo`, which must be committed. */
  trim(partition: number, upTo: StreamId): Promise<void>;
  /** Takes or renews the partition for `owner`; false when another holds it. Efficiency only: offsets decide. */
  lease(partition: number, owner: string, forMs: number): Promise<boolean>;
  release(partition: number, owner: string): Promise<void>;
}

/** A store that does not answer, or refuses for the moment. */
export class StoreTrouble extends Error {
  override name = "StoreTrouble";
  constructor(
    message: string,
    readonly retry: "now" | "later" | "never",
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
