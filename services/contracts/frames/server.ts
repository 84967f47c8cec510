/** Frames from ingest to a tablet. */
import { z } from "zod";
import { Act } from "#contracts/act";
import { Epoch, InstantMs, PaperRef, SealKey, SealToken, Sha256 } from "#contracts/frames/fields";

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

/**
 * The start key of the paper that the candidate takes now: at the start, and behind every later welcome. The key comes
 * when the start is in effect, never with the act that announces it.
 */
export const OpeningFrame = z.strictObject({
  v: V,
  kind: z.literal("opening"),
  paper: z.enum(["main", "backup"]),
  key: SealKey,
});

export type OpeningFrame = z.infer<typeof OpeningFrame>;

/** Answer to a lock that is stored: the key of what stands at `path`, and the token that the lock of it must show. */
export const StepFrame = z.strictObject({
  v: V,
  kind: z.literal("step"),
  sectionId: PaperRef,
  path: Sha256,
  key: SealKey,
  token: SealToken,
});
export type StepFrame = z.infer<typeof StepFrame>;

export const ServerFrame = z.discriminatedUnion("kind", [
  WelcomeFrame,
  ReceivedFrame,
  SecuredFrame,
  SlowFrame,
  ActFrame,
  OpeningFrame,
  StepFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
export type WelcomeFrame = z.infer<typeof WelcomeFrame>;
