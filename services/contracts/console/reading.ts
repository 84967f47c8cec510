/**
 * Instructions that the staff of centres have read. POST /api/console/sittings/{sittingId}/instructions/{actId}/read by a
 * proctor or a lead proctor whom it concerns; said again it changes nothing. On the control Redis: it survives a reload,
 * another browser and every process. Told on the live feed: to the nation all of them, to a centre its own.
 */
import { z } from "zod";
import { ActId, InstantMs } from "#contracts/frames/fields";

const id = z.number().int().min(1);

export const StaffReading = z.strictObject({
  actId: ActId,
  accountId: id,
  name: z.string(),
  centreId: id,
  /** A proctor's rooms; empty for a lead proctor, who answers for the whole centre. */
  roomIds: z.array(id).readonly(),
  /** Server time of saying so, ms. */
  atMs: InstantMs,
});
export type StaffReading = z.infer<typeof StaffReading>;

export const readingUrl = (sittingId: number, actId: string): string =>
  `/api/console/sittings/${sittingId}/instructions/${actId}/read`;

export const READING_KEYS = {
  /** List of JSON StaffReading, oldest first. */
  list: (sittingId: number) => `readings:${sittingId}`,
  /** Set of "act account": each is kept once. */
  ids: (sittingId: number) => `readings-ids:${sittingId}`,
  /** Pub/sub: a sitting id that has a new one. */
  channel: "readings-new",
} as const;
