/** What the live feed follows. None of it may make the feed wait: reads are copies in this process, or come later. */
import type { StaffSession } from "#contracts/console/account";
import type { Proposal } from "#contracts/console/acts";
import type { ChatMessage } from "#contracts/console/chat";
import type { StaffReading } from "#contracts/console/reading";
import type { PresenceRow } from "#contracts/stream/presence-stream";
import type { AppliedStage } from "#domain/answer/entry";

export interface StaffSessions {
  /** The session of a Cookie header; null: none, or it has ended. Rejects while the sessions are out of reach. */
  sessionOf(cookieHeader: string | undefined): Promise<StaffSession | null>;
  /** Somebody's sessions ended: those of one account. */
  onSignedOut(listener: (accountId: number) => void): void;
}

/** Who is connected (services/redis/presence-feed.ts). */
export interface PresenceSource {
  rows(sittingId: number): ReadonlyMap<number, PresenceRow>;
  /** When those who are not connected went, ms. */
  offlineSince(sittingId: number): ReadonlyMap<number, number>;
  onChange(listener: (sittingId: number, candidateIds: readonly number[]) => void): void;
  onApplied(
    listener: (sittingId: number, actId: string, stage: AppliedStage, candidateIds: readonly number[]) => void,
  ): void;
  /** Everybody who got that far before this process listened. */
  appliedBy(sittingId: number, actId: string, stage: AppliedStage): Promise<(candidateId: number) => boolean>;
}

/** Messages of a sitting behind a position (null: all), in order; the listener says that there are more. */
export interface ChatSource {
  after(sittingId: number, position: string | null): Promise<readonly ChatMessage[]>;
  onChat(listener: (sittingId: number) => void): void;
}

/** Instructions that staff have read, without the first `known`; the listener says that there are more. */
export interface ReadingSource {
  after(sittingId: number, known: number): Promise<readonly StaffReading[]>;
  onReading(listener: (sittingId: number) => void): void;
}

/** Acts that wait for a second person; the listener says that they changed. */
export interface ProposalSource {
  open(sittingId: number): Promise<readonly Proposal[]>;
  onProposals(listener: (sittingId: number) => void): void;
}

export interface Progress {
  readonly candidateId: number;
  /** Items with an answer in force, of the paper as planned and of the backup paper. */
  readonly answered: number;
  readonly backupAnswered: number;
  /** Everything up to the submission is in PostgreSQL. */
  readonly submitted: boolean;
  /** Of the newest final receipt; null: there is none. */
  readonly receiptCode: string | null;
}
/** Rejects while PostgreSQL is away. */
export interface ProgressSource {
  progressOf(sittingId: number, candidateIds: readonly number[]): Promise<readonly Progress[]>;
}

/** What tablets of a sitting should have; null: not known, so nothing is compared. */
export interface Served {
  readonly build: string | null;
  readonly paperSha256: string | null;
  readonly backupSha256: string | null;
}
