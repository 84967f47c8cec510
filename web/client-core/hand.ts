/** A candidate's raised hand. Pure. */
import type { HandReason } from "#contracts/frames/tablet";
import type { Act } from "#domain/sitting/act";

export interface Hand {
  readonly reason: HandReason;
  /** Estimated server time, ms. */
  readonly atMs: number;
  /** Somebody has seen it and is on the way. */
  readonly coming: boolean;
}

/** The hand after an act of the journal; one that is older than the hand was about an earlier one. */
export function handAfter(hand: Hand | null, act: Act): Hand | null {
  if (hand === null || act.kind !== "hand" || act.atMs < hand.atMs) return hand;
  return act.outcome === "done" ? null : { ...hand, coming: true };
}
