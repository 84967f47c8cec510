/** The end of the day: which tablets still owe entries, which centres may sign, whether the sitting may be closed. */
import { clockAt, type ExtraTime, paperOf, type SittingState } from "#domain/sitting/clock";
import type { SittingRecord } from "#domain/sitting/record";
import type { Place } from "#domain/sitting/scope";

export interface ClosingCandidate {
  readonly place: Place;
  readonly seat: string;
  readonly extra: ExtraTime;
  /** Was connected at least once. */
  readonly arrived: boolean;
  /** As in contracts/console/live.ts: what the tablet has handed in, and whether the national store has all of it. */
  readonly submitted: "no" | "on_tablet" | "stored";
}
/** "Keep this tablet": it has not handed in, or not everything has reached the store. */
export interface OwingCandidate {
  readonly candidateId: number;
  readonly roomId: number;
  readonly seat: string;
  readonly owes: "submission" | "entries";
}

/** Present: said so, or seen connected and not said to be absent. Who left was present. */
export function wasPresent({ attendance }: SittingRecord, { place, arrived }: ClosingCandidate): boolean {
  const said = attendance.get(place.candidateId)?.attendance;
  return said === undefined ? arrived : said !== "absent";
}

/** By room, then by seat in the order that people count in ("2" before "10"). */
export function stillOwing(record: SittingRecord, candidates: readonly ClosingCandidate[]): OwingCandidate[] {
  return candidates
    .filter(
      (one) => one.submitted !== "stored" && wasPresent(record, one) && !record.waivers.has(one.place.candidateId),
    )
    .map(({ place, seat, submitted }) => ({
      candidateId: place.candidateId,
      roomId: place.roomId,
      seat,
      owes: submitted === "no" ? ("submission" as const) : ("entries" as const),
    }))
    .sort((a, b) => a.roomId - b.roomId || bySeat.compare(a.seat, b.seat));
}
const bySeat = new Intl.Collator("fr", { numeric: true });

/** Why a centre may not sign its minutes yet. */
export type SigningObstacle =
  | { readonly reason: "running"; readonly candidateIds: readonly number[] }
  | { readonly reason: "owing"; readonly owing: readonly OwingCandidate[] }
  | { readonly reason: "signed" };

/** `candidates`: those of the centre. Null: it may sign. */
export function signingObstacle(
  state: SittingState,
  record: SittingRecord,
  centreId: number,
  candidates: readonly ClosingCandidate[],
  durations: { readonly main: number; readonly backup: number },
  nowMs: number,
): SigningObstacle | null {
  if (record.signatures.has(centreId)) return { reason: "signed" };
  const running = candidates.filter(({ place, extra }) => {
    const { stage } = clockAt(state, durations[paperOf(state, place)], extra, place, nowMs);
    return stage === "running" || stage === "paused" || (stage === "waiting" && !isOver(state));
  });
  // Who has handed in, or has left or was absent, keeps nobody waiting.
  const working = running.filter((one) => one.submitted === "no" && isAtWork(record, one));
  if (working.length > 0) return { reason: "running", candidateIds: working.map(({ place }) => place.candidateId) };
  const owing = stillOwing(record, candidates);
  return owing.length > 0 ? { reason: "owing", owing } : null;
}
const isAtWork = (record: SittingRecord, one: ClosingCandidate): boolean =>
  wasPresent(record, one) && record.attendance.get(one.place.candidateId)?.attendance !== "left";
const isOver = ({ phase }: SittingState): boolean =>
  phase === "ended" || phase === "collecting" || phase === "cancelled";

/** Why a sitting may not be closed: its phase, or centres that have not signed and no reason to close without them. */
export type ClosingObstacle =
  | { readonly reason: "phase"; readonly phase: SittingState["phase"] }
  | { readonly reason: "unsigned"; readonly centreIds: readonly number[] };

/** `override`: why it is closed although centres have not signed; the cause of the act then names it. */
export function closingObstacle(
  state: SittingState,
  record: SittingRecord,
  centreIds: readonly number[],
  override: string | null,
): ClosingObstacle | null {
  if (state.phase !== "ended" && state.phase !== "collecting") return { reason: "phase", phase: state.phase };
  const unsigned = centreIds.filter((id) => !record.signatures.has(id));
  return unsigned.length > 0 && !override?.trim() ? { reason: "unsigned", centreIds: unsigned } : null;
}
