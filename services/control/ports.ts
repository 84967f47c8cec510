/** What the control process needs from its stores, in words of the exam. Reads reject with StoreTrouble. */
import type { PackageRef } from "#contracts/package/manifest";
import type { SittingRules } from "#contracts/exam/rules";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";

/** The candidate that a sign-in card belongs to, with seat, room and centre. */
export interface CardHolder {
  readonly revoked: boolean;
  readonly candidateId: number;
  readonly examId: number;
  readonly familyName: string;
  readonly givenName: string;
  readonly studentNumber: string;
  readonly seat: string;
  readonly extraTimeNumerator: number;
  readonly extraTimeDenominator: number;
  readonly roomId: number;
  readonly roomName: string;
  readonly centreId: number;
  readonly centreName: string;
}

export interface PlannedSitting {
  readonly id: number;
  readonly title: string;
  readonly plannedStartMs: number;
  readonly paperId: number;
  readonly durationMs: number;
  readonly rules: SittingRules;
  readonly rehearsal: boolean;
  /** SHA-256 of its view, hex. */
  readonly viewSha256: string;
  /** Staged with it; absent or null when there is none. */
  readonly backup?: { readonly paperId: number; readonly durationMs: number; readonly viewSha256: string } | null;
}

/** An epoch as far as it has been drained. */
export interface KnownEpoch {
  readonly epoch: number;
  readonly deviceId: string | null;
  readonly genesis: Genesis | null;
  readonly genesisHash: string | null;
  readonly d2: number;
}

export interface ExamDirectory {
  /** Holder of the card whose code has this HMAC, or null. */
  cardHolder(codeHmac: Buffer): Promise<CardHolder | null>;
  sittingsOfExam(examId: number): Promise<readonly PlannedSitting[]>;
  sitting(sittingId: number): Promise<PlannedSitting | null>;
  /** Oldest first. */
  epochs(of: CandidateRef): Promise<readonly KnownEpoch[]>;
  /** Frames 1…upTo of an epoch, in order. */
  frames(of: CandidateRef, epoch: number, upTo: number): Promise<readonly Uint8Array[]>;
}

/** The packages of a sitting, as far as they are made. */
export interface StagedPackages {
  readonly sittingId: number;
  readonly paper: PackageRef | null;
  readonly backup: PackageRef | null;
}
export interface PackageStore {
  /** Of these sittings; one that has none at all may be left out. */
  staged(sittingIds: readonly number[]): Promise<readonly StagedPackages[]>;
}
