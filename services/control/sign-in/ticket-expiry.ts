import { LIMITS } from "#contracts/limits";
import { durationWith, type ExtraTime, type SittingState } from "#domain/sitting/clock";

/** The most that any candidate may have: one third more. */
const EXTRA_TIME_MAX: ExtraTime = { numerator: 4, denominator: 3 };

/**
 * When a ticket given now ends, ms: the latest possible end of the sitting and the grace, counted from now when the
 * sitting has not started or is already over.
 */
export function ticketExpiryMs(
  state: SittingState,
  sitting: { plannedStartMs: number; durationMs: number; backup?: { durationMs: number } | null },
  nowMs: number,
): number {
  const longestMs = Math.max(sitting.durationMs, sitting.backup?.durationMs ?? 0);
  const startMs = state.startedAtMs ?? Math.max(sitting.plannedStartMs, nowMs);
  const endMs = state.endedAtMs ?? startMs + durationWith(longestMs, EXTRA_TIME_MAX);
  return Math.max(endMs, nowMs) + LIMITS.ticketGraceMs;
}
