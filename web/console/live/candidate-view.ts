/** One candidate as a console shows them: journal, roster and live row put together at an instant. Pure. */
import type { LiveRow, RosterRow, SittingSummary } from "#contracts/console/live";
import type { HandReason } from "#contracts/frames/tablet";
import {
  type CandidateClock,
  clockAt,
  creditOf,
  endOf,
  type ExtraTime,
  extraTimeOf,
  paperOf,
  startOf,
} from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";
import { type CandidateNotes, NO_NOTES } from "./notes.ts";
import type { SittingView } from "./sitting-view.ts";

/** Exactly one holds for each candidate: the counters of a room add up to those expected. */
export const CANDIDATE_STATES = [
  "not_arrived",
  "connected",
  "ready",
  "composing",
  "paused",
  "offline",
  /** Their time is over and the tablet has not handed in. */
  "over",
  "submitted",
  "left",
  "absent",
  "cancelled",
] as const;
export type CandidateState = (typeof CANDIDATE_STATES)[number];

export interface CandidateView {
  readonly id: number;
  readonly roster: RosterRow;
  readonly row: LiveRow | null;
  readonly place: Place;
  readonly state: CandidateState;
  readonly clock: CandidateClock;
  /** When their time begins or began, ms; null while it is not known. */
  readonly startMs: number | null;
  /** When their time is over, ms; null while it cannot be known. */
  readonly endMs: number | null;
  readonly extraTime: ExtraTime;
  readonly creditMs: number;
  readonly notes: CandidateNotes;
  /** A raised hand that nobody has lowered. `coming`: somebody is on the way. */
  readonly hand: { readonly reason: HandReason; readonly atMs: number; readonly coming: boolean } | null;
}

/** The sitting's facts that a clock needs. */
export type Timing = Pick<SittingSummary, "durationMs" | "backupDurationMs">;

export function candidateViews(
  view: SittingView,
  timing: Timing,
  notes: ReadonlyMap<number, CandidateNotes>,
  nowMs: number,
): readonly CandidateView[] {
  const centreOf = new Map(view.centres.flatMap(({ id, rooms }) => rooms.map((room) => [room.id, id] as const)));
  return [...view.roster.values()].map((roster) => {
    const place = { centreId: centreOf.get(roster.roomId) ?? 0, roomId: roster.roomId, candidateId: roster.id };
    return candidateView(view, timing, roster, place, notes.get(roster.id) ?? NO_NOTES, nowMs);
  });
}

function candidateView(
  view: SittingView,
  timing: Timing,
  roster: RosterRow,
  place: Place,
  notes: CandidateNotes,
  nowMs: number,
): CandidateView {
  const row = view.rows.get(roster.id) ?? null;
  const durationMs = durationAt(view, timing, place);
  const clock = clockAt(view.state, durationMs, roster.extraTime, place, nowMs);
  return {
    id: roster.id,
    roster,
    row,
    place,
    state: stateOf(row, clock, notes),
    clock,
    startMs: startOf(view.state, place),
    endMs: endOf(view.state, durationMs, roster.extraTime, place),
    extraTime: extraTimeOf(view.state, roster.extraTime, place),
    creditMs: creditOf(view.state, place),
    notes,
    hand: handOf(row, notes),
  };
}

/** The duration of the paper that is taken at a place. */
export const durationAt = (view: SittingView, timing: Timing, place: Place | null): number =>
  paperOf(view.state, place) === "backup" ? (timing.backupDurationMs ?? timing.durationMs) : timing.durationMs;

function stateOf(row: LiveRow | null, clock: CandidateClock, notes: CandidateNotes): CandidateState {
  if (row !== null && row.submitted !== "no") return "submitted";
  if (notes.attendance === "left") return "left";
  if (notes.attendance === "absent" && row?.connected !== true) return "absent";
  if (clock.stage === "cancelled") return "cancelled";
  if (row === null) return "not_arrived";
  if (!row.connected) return "offline";
  if (clock.stage === "over") return "over";
  if (clock.stage === "paused") return "paused";
  if (!row.confirmed) return "connected";
  return clock.stage === "running" ? "composing" : "ready";
}

function handOf(row: LiveRow | null, notes: CandidateNotes): CandidateView["hand"] {
  if (!row?.hand) return null;
  const answered = notes.hand !== null && notes.hand.atMs >= row.hand.atMs ? notes.hand.outcome : null;
  return answered === "done" ? null : { ...row.hand, coming: answered === "coming" };
}
