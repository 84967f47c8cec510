/** Who is connected, followed live: what control shows and what the lost-time ledger is made from. */
import type { Redis } from "ioredis";
import type { ConnectionEvents, PresenceRow } from "#contracts/stream/presence-stream";
import type { AppliedStage } from "#domain/answer/entry";

export interface PresenceFeed {
  /** Connected candidates, on whichever node. */
  rows(sittingId: number): ReadonlyMap<number, PresenceRow>;
  /** Candidates who were connected and are not: since when, ms. */
  offlineSince(sittingId: number): ReadonlyMap<number, number>;
  /** Calls back with candidates whose row or connection may have changed. */
  onChange(listener: (sittingId: number, candidateIds: readonly number[]) => void): void;
  /** Calls back with candidates on whose tablets an act has come to a stage. */
  onApplied(
    listener: (sittingId: number, actId: string, stage: AppliedStage, candidateIds: readonly number[]) => void,
  ): void;
  /** Whose tablets have come to that stage of the act, as of now. Rejects with StoreTrouble. */
  appliedBy(sittingId: number, actId: string, stage: AppliedStage): Promise<(candidateId: number) => boolean>;
  /** Who came and went, from the first: per candidate "on" and "off" in turn. Rejects with StoreTrouble. */
  connectionEvents(sittingId: number): Promise<ConnectionEvents>;
}
export interface RunningPresenceFeed extends PresenceFeed {
  /** Reads everything once, then follows. While the control Redis is away, what is known stays known. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createPresenceFeed(
  redis: Redis,
  subscriber: Redis,
  onTrouble: (error: unknown) => void,
): RunningPresenceFeed {
  void [redis, subscriber, onTrouble];
  throw new Error("not built yet");
}
