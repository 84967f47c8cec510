/** What rehearsals with real tablets need of their store. All reject with StoreTrouble. */
import type { RehearsalReport } from "#contracts/http/rehearsal";
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
