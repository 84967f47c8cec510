import type { Phase, SittingState } from "#domain/sitting/clock";

const STARTED: readonly Phase[] = ["running", "paused", "ended", "collecting", "closed"];

/** Ms until a paper may be read: 0 from the moment its sitting has started; null while no start is known or ever again. */
export function readableInMs(state: SittingState, nowMs: number): number | null {
  if (!STARTED.includes(state.phase) || state.startedAtMs === null) return null;
  return Math.max(0, state.startedAtMs - nowMs);
}
