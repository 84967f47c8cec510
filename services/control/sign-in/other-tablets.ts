/**
 * Tablets on which somebody's card was shown while another one has the candidate's epoch: what a proctor is shown, and
 * approves by having the other tablet replaced. In memory: a tablet that still waits asks again.
 */
import type { CandidateRef } from "#domain/answer/entry";

export interface OtherTablets {
  asked(of: CandidateRef, nowMs: number): void;
  /** The candidate has signed in: nobody waits any more. */
  settled(of: CandidateRef): void;
  /** Since when another tablet asks, ms; null: none does. */
  sinceMs(of: CandidateRef): number | null;
  onChange(listener: (of: CandidateRef) => void): void;
}

export function createOtherTablets(): OtherTablets {
  const waiting = new Map<number, Map<number, number>>();
  const listeners: ((of: CandidateRef) => void)[] = [];
  const tell = (of: CandidateRef) => {
    for (const listener of listeners) listener(of);
  };
  return {
    asked: (of, nowMs) => {
      const ofSitting = waiting.get(of.sittingId) ?? new Map<number, number>();
      waiting.set(of.sittingId, ofSitting);
      if (ofSitting.has(of.candidateId)) return;
      ofSitting.set(of.candidateId, nowMs);
      tell(of);
    },
    settled: (of) => {
      if (waiting.get(of.sittingId)?.delete(of.candidateId)) tell(of);
    },
    sinceMs: ({ sittingId, candidateId }) => waiting.get(sittingId)?.get(candidateId) ?? null,
    onChange: (listener) => void listeners.push(listener),
  };
}
