/**
 * Who is connected, on the control Redis. Each ingest writes what changed among its tablets every `presenceIntervalMs`,
 * under a lease of `nodeLeaseMs`: the rows of a killed node expire, and its candidates are offline.
 */
import { z } from "zod";
import type { AppliedStage } from "#domain/answer/entry";
import { InstantMs } from "#contracts/frames/fields";
import { StatusFrame } from "#contracts/frames/tablet";

export const PRESENCE_KEYS = {
  /** Hash candidate → JSON PresenceRow, of one node; expires with the node's lease. */
  rows: (nodeId: string, sittingId: number) => `presence:${nodeId}:${sittingId}`,
  /** Set of "<nodeId>:<sittingId>": which hashes to look for. */
  index: "presence-index",
  /** Pub/sub: JSON PresenceNews, what one node has just written. */
  channel: "presence-news",
  /** Stream, field `c1`: JSON ConnectionEvents. Kept: the lost-time ledger is read from it. */
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

/** Rows that changed; null: the candidate has left this node. */
export const PresenceNews = z.strictObject({
  nodeId: z.string(),
  sittingId: z.number().int(),
  rows: z.array(z.tuple([z.number().int(), PresenceRow.nullable()])),
  /** Acts that became applied, displayed or read on a tablet: [act, stage, candidate]. */
  applied: z.array(z.tuple([z.string(), z.string(), z.number().int()])),
});
export type PresenceNews = z.infer<typeof PresenceNews>;

/** [candidate, came or went, when]. A killed node writes none: who sees its lease end writes them for it. */
export const ConnectionEvents = z.array(z.tuple([z.number().int(), z.enum(["on", "off"]), InstantMs]));
export type ConnectionEvents = z.infer<typeof ConnectionEvents>;
