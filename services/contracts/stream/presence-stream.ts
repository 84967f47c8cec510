/**
 * Who is connected, on the control Redis. Each ingest writes what changed among its tablets every `presenceIntervalMs`,
 * and at least three times per `nodeLeaseMs`: a node that is silent for longer is closed by whoever notices, and its
 * candidates are offline since it was last heard.
 */
import { z } from "zod";
import { APPLIED_STAGES, type AppliedStage } from "#domain/answer/entry";
import { InstantMs } from "#contracts/frames/fields";
import { StatusFrame } from "#contracts/frames/tablet";

export const PRESENCE_KEYS = {
  /** Hash candidate → JSON PresenceRow, of one node. */
  rows: (nodeId: string, sittingId: number) => `presence:${nodeId}:${sittingId}`,
  /**
   * Hash "<nodeId>:<sittingId>" → "<ms> <writes>": when, by this Redis' clock, that node last wrote, and how often it
   * has. Which hashes of rows there are, who is alive, and whether a message was missed.
   */
  index: "presence-index",
  /** Pub/sub: JSON PresenceNews, what one node has just written. */
  channel: "presence-news",
  /** Stream, fields `n` the node, `c1` JSON ConnectionEvents. Kept: the lost-time ledger is read from it. */
  connections: (sittingId: number) => `connections:${sittingId}`,
  /** Bitmap by candidate id: on whose tablets an act is in force (displayed, read), once the log has it (D1). */
  applied: (sittingId: number, actId: string, stage: AppliedStage) => `applied:${sittingId}:${actId}:${stage}`,
} as const;

/** One connected candidate. */
export const PresenceRow = z.strictObject({
  epoch: z.number().int(),
  connectedAtMs: InstantMs,
  /** When the last entry was received (D1), null before the first on this socket, and its seq. */
  savedAtMs: InstantMs.nullable(),
  seq: z.number().int().min(0),
  /** The tablet's own words, null until it has said them. */
  status: StatusFrame.omit({ v: true, kind: true }).nullable(),
});
export type PresenceRow = z.infer<typeof PresenceRow>;

/** [candidate, came or went, when], in order of what happened on one node. A killed node's last ones are written for it. */
export const ConnectionEvents = z.array(z.tuple([z.number().int(), z.enum(["on", "off"]), InstantMs]));
export type ConnectionEvents = z.infer<typeof ConnectionEvents>;

/** What changed among the tablets of one node and sitting. */
export const PresenceChanges = z.strictObject({
  sittingId: z.number().int(),
  /** Null: the candidate has left this node. */
  rows: z.array(z.tuple([z.number().int(), PresenceRow.nullable()])),
  events: ConnectionEvents,
  /** Acts that became applied, displayed or read on a tablet: [act, stage, candidate]. */
  applied: z.array(z.tuple([z.string(), z.enum(APPLIED_STAGES), z.number().int()])),
});
export type PresenceChanges = z.infer<typeof PresenceChanges>;

/** `writes`: how many writes of this node and sitting there were, this one included; 0: the node is gone. */
export const PresenceNews = z.strictObject({ ...PresenceChanges.shape, nodeId: z.string(), writes: z.number().int() });
export type PresenceNews = z.infer<typeof PresenceNews>;
