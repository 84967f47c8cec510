import type { CandidateLoss } from "#domain/sitting/lost-time";

/** Candidates by the credit that is proposed for them, longest first: one dialog for each. Pure. */
export function proposedGroups(losses: readonly CandidateLoss[]): { creditMs: number; candidateIds: number[] }[] {
  const groups = new Map<number, number[]>();
  for (const { place, proposedCreditMs } of losses)
    if (proposedCreditMs > 0)
      groups.set(proposedCreditMs, [...(groups.get(proposedCreditMs) ?? []), place.candidateId]);
  return [...groups].sort(([a], [b]) => b - a).map(([creditMs, candidateIds]) => ({ creditMs, candidateIds }));
}
