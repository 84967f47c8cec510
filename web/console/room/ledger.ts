/** The lost-time ledger of the candidates on a console. Pure. */
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import { type CandidateLoss, lostTime } from "#domain/sitting/lost-time";
import type { CandidateView, Timing } from "../live/candidate-view.ts";
import type { SittingView } from "../live/sitting-view.ts";

export function ledgerOf(
  view: SittingView,
  timing: Timing,
  candidates: readonly CandidateView[],
  connections: ConnectionEvents,
  nowMs: number,
): readonly CandidateLoss[] {
  return lostTime({
    state: view.state,
    durations: { main: timing.durationMs, backup: timing.backupDurationMs ?? timing.durationMs },
    candidates: candidates.map(({ place, roster, row, state, notes }) => ({
      place,
      extra: roster.extraTime,
      // When exactly they handed in or left is not told: the last entry is the last that is known.
      doneAtMs: state === "submitted" || state === "left" ? (row?.savedAtMs ?? row?.sinceMs ?? null) : null,
      absent: notes.attendance === "absent" && row?.connected !== true,
    })),
    connections,
    nowMs,
  });
}

/** Candidates by the credit that is proposed for them, longest first: one dialog for each. */
export function proposedGroups(losses: readonly CandidateLoss[]): { creditMs: number; candidateIds: number[] }[] {
  const groups = new Map<number, number[]>();
  for (const { place, proposedCreditMs } of losses)
    if (proposedCreditMs > 0)
      groups.set(proposedCreditMs, [...(groups.get(proposedCreditMs) ?? []), place.candidateId]);
  return [...groups].sort(([a], [b]) => b - a).map(([creditMs, candidateIds]) => ({ creditMs, candidateIds }));
}
