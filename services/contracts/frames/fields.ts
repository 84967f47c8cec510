import { z } from "zod";
import { LIMITS } from "#contracts/limits";
import type { AnswerValue as DomainAnswerValue } from "#domain/answer/entry";

/** Fencing number of a candidate's device in a sitting, from 1. */
export const Epoch = z.number().int().min(1).max(LIMITS.epochMax);
/** Number of an entry within its epoch: 1, 2, 3… without gaps. Made on the tablet before the first send. */
export const Seq = z.number().int().min(1).max(LIMITS.entriesPerEpochMax);
/** Instants are integer milliseconds since 1970-01-01T00:00Z. */
export const InstantMs = z.number().int().min(0).max(9_000_000_000_000);
/** What stands on the tablet's sticker: A1-017. */
export const DeviceLabel = z.string().regex(/^[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,2}$/);
/** Item, section and option ids: chosen by the author of the paper, unique within it. */
export const PaperRef = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
/** A SHA-256 in hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Id of an act: made by whoever opens the dialog, so that repeating it returns the first outcome. */
export const ActId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Free text that any store can hold: no NUL character, no half of a surrogate pair. PostgreSQL refuses both. */
export const storable = <T extends z.ZodString>(text: T): T =>
  text.refine((value) => !/\0|\p{Surrogate}/u.test(value), "a NUL character or half a surrogate pair");
const storableText = storable(z.string().min(1).max(LIMITS.answerTextCharsMax));

/**
 * What a candidate has entered for one item. One form per family of item types:
 * `choice` QRM, QRU, QRP, QRPL (option ids, in the order ticked); `text` QROC; `points` QZP (thousandths of the
 * image's width and height, from its top left corner); `scale` TCS (−2…+2); `empty` any type, the answer was erased.
 */
export const AnswerValue = z.union([
  z.strictObject({ choice: z.array(PaperRef).min(1).max(LIMITS.answerChoicesMax) }),
  z.strictObject({ text: storableText }),
  z.strictObject({
    points: z
      .array(z.strictObject({ x: z.number().int().min(0).max(1000), y: z.number().int().min(0).max(1000) }))
      .min(1)
      .max(LIMITS.answerPointsMax),
  }),
  z.strictObject({ scale: z.number().int().min(-2).max(2) }),
  z.strictObject({ empty: z.literal(true) }),
]) satisfies z.ZodType<DomainAnswerValue>;
export type AnswerValue = DomainAnswerValue;

/** A key of a sealed paper: 32 bytes, base64url. */
export const SealKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Proof of progress in a section: HMAC-SHA256, base64url. */
export const SealToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
