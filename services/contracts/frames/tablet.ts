/** Frames from a tablet to ingest. The text of an entry frame, byte for byte, is what is stored and what is chained. */
import { z } from "zod";
import { LIMITS } from "#contracts/limits";
import { APPLIED_STAGES, type EntryFrame as DomainEntryFrame } from "#domain/answer/entry";
import {
  ActId,
  AnswerValue,
  DeviceLabel,
  Epoch,
  InstantMs,
  PaperRef,
  SealToken,
  Seq,
  Sha256,
} from "#contracts/frames/fields";

const V = z.literal(1);

/** First frame on every socket. `headSeq`: highest seq the tablet has made; `lastActId`: last act it applied. */
export const HelloFrame = z.strictObject({
  v: V,
  kind: z.literal("hello"),
  ticket: z.string().min(1).max(LIMITS.ticketCharsMax),
  headSeq: z.number().int().min(0),
  lastActId: ActId.nullable(),
  build: z.string().max(64),
});
export type HelloFrame = z.infer<typeof HelloFrame>;

/** `claimedAtMs`: when the tablet says the entry was made, in estimated server time. */
const position = { v: V, epoch: Epoch, seq: Seq, claimedAtMs: InstantMs };

/** The new state of one answer. */
export const AnswerFrame = z.strictObject({
  ...position,
  kind: z.literal("answer"),
  itemId: PaperRef,
  value: AnswerValue,
});

/**
 * Irrevocable validation of a step: no later entry changes `itemIds`. A step is an item or a container (KFP). `seal`, in
 * a sealed paper: where in its section it stands. Ingest answers with a `step` frame that opens the next one, if `token`
 * proves that everything before was validated; null at the first step and where a code opened the section.
 */
export const LockFrame = z.strictObject({
  ...position,
  kind: z.literal("lock"),
  stepId: PaperRef,
  itemIds: z.array(PaperRef).min(1).max(LIMITS.lockItemsMax),
  seal: z.strictObject({ sectionId: PaperRef, path: Sha256, token: SealToken.nullable() }).optional(),
});

/** A validated step was shown no successor for that long while a tablet was without its key: evidence of lost time. */
export const WaitedFrame = z.strictObject({
  ...position,
  kind: z.literal("waited"),
  stepId: PaperRef,
  waitedMs: z.number().int().min(1).max(86_400_000),
});

/**
 * The candidate hands in. `proof`: the chain head just before this entry (hex) signed by the device's own P-256 key
 * (ES256 over the 32 bytes of the head, base64url of r‖s); null where the device has no such key.
 */
export const SubmitFrame = z.strictObject({
  ...position,
  kind: z.literal("submit"),
  proof: z.strictObject({ head: z.string().regex(/^[0-9a-f]{64}$/), signature: z.string().max(128) }).nullable(),
});

/** Act `actId` of the journal is in force on the tablet; an instruction is also displayed, then read by the candidate. */
export const AppliedFrame = z.strictObject({
  ...position,
  kind: z.literal("applied"),
  actId: ActId,
  stage: z.enum(APPLIED_STAGES),
});

/** What goes into the answer log. */
export const EntryFrame = z.discriminatedUnion("kind", [
  AnswerFrame,
  LockFrame,
  SubmitFrame,
  AppliedFrame,
  WaitedFrame,
]) satisfies z.ZodType<DomainEntryFrame>;
export type EntryFrame = DomainEntryFrame;

/** Why a candidate raises a hand. */
export const HAND_REASONS = ["toilet", "unwell", "tablet", "question", "other"] as const;
export type HandReason = (typeof HAND_REASONS)[number];

/**
 * How the tablet is: what proctors see. Not an entry: no seq, no acknowledgement, not on the answer path. Sent after
 * each welcome and when something changed, at most once per `statusSpacingMs`; the last one counts.
 */
export const StatusFrame = z.strictObject({
  v: V,
  kind: z.literal("status"),
  build: z.string().max(64),
  /** SHA-256 of the paper that was downloaded and verified, hex; null before. */
  paperSha256: Sha256.nullable(),
  /** The same for the backup paper. */
  backupSha256: Sha256.nullable(),
  /** Estimated server time minus the device's clock, and how far the estimate may be off, ms; null before a welcome. */
  clockOffsetMs: z.number().int().nullable(),
  clockErrorMs: z.number().int().min(0).nullable(),
  storageFreeBytes: z.number().int().min(0).nullable(),
  storagePersistent: z.boolean().nullable(),
  wakeLock: z.boolean().nullable(),
  /** The candidate has said "this is me". */
  confirmed: z.boolean(),
  submitted: z.boolean(),
  /** Entries made and not yet acknowledged (D1). */
  waitingEntries: z.number().int().min(0),
  /** Codes that were typed and opened nothing. */
  wrongCodes: z.number().int().min(0),
  /** Frames from the servers that this tablet passed over because it did not understand them, in this run. */
  ignoredFrames: z.number().int().min(0).optional(),
  /** A raised hand: why, and when by estimated server time. */
  hand: z.strictObject({ reason: z.enum(HAND_REASONS), atMs: InstantMs }).nullable(),
  /** What is written on a tablet that was enrolled. */
  label: DeviceLabel.optional(),
});
export type StatusFrame = z.infer<typeof StatusFrame>;

/**
 * Position, flags, notes, highlights and settings: one snapshot, the last one counts. Like a status it is no entry and
 * may be lost; at most once per `workspaceSpacingMs`. `text` is the tablet's own JSON, nobody else reads it.
 */
export const WorkspaceFrame = z.strictObject({
  v: V,
  kind: z.literal("workspace"),
  text: z.string().max(LIMITS.workspaceCharsMax),
});
export type WorkspaceFrame = z.infer<typeof WorkspaceFrame>;

export const TabletFrame = z.discriminatedUnion("kind", [
  HelloFrame,
  AnswerFrame,
  LockFrame,
  SubmitFrame,
  AppliedFrame,
  WaitedFrame,
  StatusFrame,
  WorkspaceFrame,
]);
export type TabletFrame = z.infer<typeof TabletFrame>;
