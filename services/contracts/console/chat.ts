/** The chat of an exam day: one thread per centre with the organiser, and one channel that all centres read. */
import { z } from "zod";
import { ROLES } from "#domain/staff/account";
import { InstantMs, storable } from "#contracts/frames/fields";
import { LIMITS } from "#contracts/limits";

/** "common", or the id of a centre. */
export const ChatThread = z.union([z.literal("common"), z.number().int().min(1)]);
export type ChatThread = z.infer<typeof ChatThread>;

/**
 * POST /api/console/sittings/{sittingId}/chat, answered with the ChatMessage. The id is made by the console: sent twice,
 * it is stored once.
 */
export const ChatAsked = z.strictObject({
  id: z.uuid(),
  thread: ChatThread,
  text: storable(z.string().trim().min(1).max(LIMITS.chatCharsMax)),
  /** The message of a centre that is answered for all: both are shown on the common channel. Organisers only. */
  answers: z.uuid().nullable(),
});
export type ChatAsked = z.infer<typeof ChatAsked>;

export const ChatMessage = z.strictObject({
  ...ChatAsked.shape,
  text: z.string(),
  /** Its place among all messages of the sitting: resuming after it loses and repeats nothing. */
  position: z.string(),
  atMs: InstantMs,
  author: z.strictObject({
    accountId: z.number().int(),
    name: z.string(),
    role: z.enum(ROLES),
    centreId: z.number().int().nullable(),
  }),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** GET …/chat/search?q=: messages with all of these words that the account may read, newest first, at most 100. */
export const ChatFound = z.strictObject({ messages: z.array(ChatMessage) });
export type ChatFound = z.infer<typeof ChatFound>;

export const CHAT_KEYS = {
  /** Stream of field `t1`: JSON ChatMessage without its position, which is the record's id. Control Redis. */
  stream: (sittingId: number) => `chat:${sittingId}`,
  /** Hash message id → stream id. */
  ids: (sittingId: number) => `chat-ids:${sittingId}`,
  /** Pub/sub: a sitting id whose chat grew. */
  channel: "chat-grew",
} as const;
