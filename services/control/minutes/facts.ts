/** What minutes are composed from, as one value: read by read-facts.ts, made by hand in tests. */
import type { ChatMessage } from "#contracts/console/chat";
import type { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import type { Act } from "#domain/sitting/act";
import type { Place, Scope } from "#domain/sitting/scope";

export interface MinutesFacts {
  readonly sitting: SittingSummary;
  readonly centre: CentreSummary;
  /** Of the centre, room by room, by seat. */
  readonly candidates: readonly RosterRow[];
  /** The whole journal. */
  readonly acts: readonly Act[];
  /** Of the centre's thread and of the common channel; null: out of reach. */
  readonly chat: readonly ChatMessage[] | null;
  /** Of the whole sitting; null: out of reach. */
  readonly connections: ConnectionEvents | null;
  /** What each candidate handed in, as far as it is stored; null: the store is out of reach. */
  readonly submissions: ReadonlyMap<number, Submission> | null;
  /** When entries were made while the candidate's clock stood still, ms; null: the store is out of reach. */
  readonly madeInPauses: ReadonlyMap<number, readonly number[]> | null;
  /** Waits for a question, by candidate; null: the store is out of reach. */
  readonly waits: ReadonlyMap<number, readonly Wait[]> | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMs: number;
}
/** As a tablet told it; `atMs`: when it was over. */
export interface Wait {
  readonly waitedMs: number;
  readonly atMs: number;
}
export interface Submission {
  readonly madeAtMs: number;
  /** Of the final receipt, canonical; null: it is not made. */
  readonly code: string | null;
  /** Nothing is missing before it and nothing waits in quarantine. */
  readonly stored: boolean;
}

export const placeIn = (centre: CentreSummary, { id, roomId }: RosterRow): Place => ({
  centreId: centre.id,
  roomId,
  candidateId: id,
});

/** Whether a scope concerns somebody of the centre. */
export function concerns({ centre, candidates }: Pick<MinutesFacts, "centre" | "candidates">, scope: Scope): boolean {
  if (scope.kind === "nation") return true;
  if (scope.kind === "centre") return scope.id === centre.id;
  if (scope.kind === "room") return centre.rooms.some((room) => room.id === scope.id);
  return candidates.some((candidate) => candidate.id === scope.id);
}

export function durationsOf({ durationMs, backupDurationMs }: SittingSummary): { main: number; backup: number } {
  return { main: durationMs, backup: backupDurationMs ?? durationMs };
}
