/** Frames from ingest to a tablet. */
import { z } from "zod";
import { Act } from "#contracts/act";
import { Epoch, InstantMs } from "#contracts/frames/fields";

const V = z.literal(1);
const SeqOrZero = z.number().int().min(0);

/**
 * Answer to hello. `fence`: current epoch of this candidate (greater than the ticket's: this device was replaced and
 * may only deliver what it already holds). `d2`: highest seq of the ticket's epoch secured without a gap; the tablet
 * resends everything above it, even if it went backwards. Acts that the tablet lacks follow as `act` frames, in order.
 */
export const WelcomeFrame = z.strictObject({
  v: V,
  kind: z.literal("welcome"),
  fence: Epoch,
  d2: SeqOrZero,
  lastActId: z.string().nullable(),
  serverTimeMs: InstantMs,
});

/** D1: every entry up to `seq` sent on this socket is durable in the answers' Redis. Cumulative. */
export const ReceivedFrame = z.strictObject({ v: V, kind: z.literal("received"), seq: SeqOrZero, atMs: InstantMs });

/** D2: every entry up to `seq` of this epoch is committed in PostgreSQL. Cumulative. */
export const SecuredFrame = z.strictObject({ v: V, kind: z.literal("secured"), seq: SeqOrZero });

/** The server asks for patience: send nothing new for `forMs`; everything stays in the outbox. */
export const SlowFrame = z.strictObject({ v: V, kind: z.literal("slow"), forMs: z.number().int().min(0) });

/** One act of the sitting's journal, in journal order. */
export const ActFrame = z.strictObject({ v: V, kind: z.literal("act"), act: Act });

export const ServerFrame = z.discriminatedUnion("kind", [
  WelcomeFrame,
  ReceivedFrame,
  SecuredFrame,
  SlowFrame,
  ActFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
export type WelcomeFrame = z.infer<typeof WelcomeFrame>;
