/** What rehearsals need of their stores. All reject with StoreTrouble. */
import type { RehearsalTokenShown, ShownRehearsal } from "#contracts/console/rehearsals";
import type { RehearsalReport } from "#contracts/http/rehearsal";
import type { RehearsalResult, ResultAnswer } from "#contracts/http/rehearsal-result";
import type { PassedRehearsal } from "#domain/sitting/rehearsed";
import type { TabletResult } from "#domain/sitting/rehearsal-verdict";

export interface TabletReport {
  readonly sittingId: number;
  readonly candidateId: number;
  readonly deviceId: string;
  readonly roomId: number;
  readonly report: RehearsalReport;
}
export interface RehearsalStore {
  /** The last one of a tablet counts. False where the sitting is no rehearsal: nothing is kept. */
  keep(report: TabletReport): Promise<boolean>;
  /** Of each of these rooms those of the newest rehearsal in which tablets played. `atMs`: when a report came. */
  newestOf(
    roomIds: readonly number[],
  ): Promise<readonly (TabletResult & { readonly sittingId: number; readonly atMs: number })[]>;
}

/** Rehearsals of the whole platform that were played. */
export interface RehearsalRecords {
  /** Those that ended green. */
  passed(): Promise<readonly PassedRehearsal[]>;
  /** Newest first. */
  list(limit: number): Promise<readonly ShownRehearsal[]>;
  /** Its report, gzip; null: there is none. */
  report(id: number): Promise<Uint8Array | null>;
  /** The same result again is "known", and changes nothing. `report`: HTML. */
  record(played: {
    readonly result: RehearsalResult;
    readonly report: string;
    readonly by: string;
  }): Promise<ResultAnswer>;
}
export interface RehearsalTokens {
  /** `token`: in clear, this once. */
  make(of: {
    readonly name: string;
    readonly madeBy: string;
    readonly expiresAtMs: number;
  }): Promise<{ readonly id: number; readonly token: string }>;
  list(): Promise<readonly RehearsalTokenShown[]>;
  /** The token in force, noted as used; null: unknown, revoked or expired. */
  use(token: string, nowMs: number): Promise<RehearsalTokenShown | null>;
  /** False: there is no such token. */
  revoke(id: number): Promise<boolean>;
}
