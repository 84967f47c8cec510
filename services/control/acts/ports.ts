/** What acting from a console needs. */
import type { Proposal } from "#contracts/console/acts";
import type { CentreSummary, RosterRow } from "#contracts/console/live";
import type { ConsoleParts } from "#control/http/console-request";
import type { RehearsalRecords } from "#control/rehearsal/ports";
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import type { CandidateRef } from "#domain/answer/entry";
import type { Journal } from "#domain/ports/journal";
import type { ActKind } from "#domain/sitting/act";
import type { Places } from "#domain/sitting/places";

/** See services/redis/proposals.ts. All reject with StoreTrouble while the store is away. */
export interface ProposalStore {
  propose(proposal: Omit<Proposal, "atMs" | "expiresAtMs">): Promise<Proposal>;
  open(sittingId: number): Promise<readonly Proposal[]>;
  find(sittingId: number, actId: string): Promise<Proposal | null>;
  confirm(sittingId: number, actId: string, by: Second): Promise<{ proposal: Proposal; by: Second } | null>;
  withdraw(sittingId: number, actId: string): Promise<"withdrawn" | "confirmed" | "unknown">;
  settle(sittingId: number, actId: string): Promise<void>;
}
/** Who confirmed, and how they sign. */
export interface Second {
  readonly accountId: number;
  readonly signature: string;
}

/** Fencing a candidate's tablet; see acts/device-fence.ts. */
export interface DeviceFence {
  /** Rejects with StoreTrouble when nobody can be fenced at the moment. */
  reachable(): Promise<void>;
  /** Fences whatever tablet the candidate has, once per act. */
  fence(of: CandidateRef, actId: string): Promise<void>;
}

/** The exam book, as far as acts look into it. Known in this process: nothing waits. */
export interface ActBook {
  places(sittingId: number): Places;
  centres(sittingId: number): readonly CentreSummary[];
  candidates(sittingId: number): ReadonlyMap<number, RosterRow>;
}
/** Who has arrived and whose answers are complete, for the end of the day. */
export interface ClosingStore {
  /** Of these, whose hand-in and all before it are in PostgreSQL. Rejects with StoreTrouble while it is away. */
  storedOf(sittingId: number, candidateIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Whether a candidate was ever connected. */
  arrivedAt(sittingId: number): (candidateId: number) => boolean;
}
/** Keys of sealed papers; see seals/seal-keeper.ts. */
export interface KeySource {
  /** Null: the paper is not sealed, or nobody knows its keys at the moment. */
  keysOf(sittingId: number, paper: WhichPaper): Promise<PaperKeys | null>;
}
/** How the tablets are that are connected. Known in this process: nothing waits. */
export interface TabletWatch {
  /** Candidates whose tablet is not as it should be: see live/live-row.ts. */
  notReady(sittingId: number): readonly number[];
}
export interface ActParts extends ConsoleParts {
  readonly tablets: TabletWatch;
  readonly book: ConsoleParts["book"] & ActBook;
  readonly journal: Journal;
  readonly proposals: ProposalStore;
  readonly fence: DeviceFence;
  readonly closing: ClosingStore;
  readonly seals: KeySource;
  /** Rehearsals that ended green, and how old one may be. */
  readonly records: Pick<RehearsalRecords, "passed">;
  readonly rehearsedWithinDays: number;
  /** Acts of an organiser that a second one confirms. */
  readonly twoPersonActs: readonly ActKind[];
  /** Wall clock, ms. */
  readonly now: () => number;
}
