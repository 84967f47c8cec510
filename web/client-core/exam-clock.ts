/** Where a candidate stands in time: a pure function of the journal's state, the candidate's extra time and the clock. */
import { endOf, type ExtraTime, type SittingState } from "#domain/sitting/clock";

export type TimeState =
  /** Not started; `startsInMs` when the start has been announced, else null. */
  | { readonly stage: "waiting"; readonly startsInMs: number | null }
  | { readonly stage: "open"; readonly leftMs: number }
  | { readonly stage: "over" }
  | { readonly stage: "cancelled" };

export function timeStateOf(state: SittingState, durationMs: number, extra: ExtraTime, nowMs: number): TimeState {
  if (state.phase === "cancelled") return { stage: "cancelled" };
  const planned = endOf(state, durationMs, extra);
  if (state.startedAtMs === null || planned === null) return { stage: "waiting", startsInMs: null };
  if (nowMs < state.startedAtMs) return { stage: "waiting", startsInMs: state.startedAtMs - nowMs };
  const endMs = Math.min(planned, state.endedAtMs ?? planned);
  return nowMs < endMs ? { stage: "open", leftMs: endMs - nowMs } : { stage: "over" };
}
