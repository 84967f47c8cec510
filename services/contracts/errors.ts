import { z } from "zod";

/** Stable codes of refused HTTP requests. A screen maps code → sentence + what to do; the code never changes. */
export const ERROR_CODES = [
  "bad_request",
  "card_unknown",
  "card_revoked",
  "no_sitting",
  "sitting_not_open",
  "sitting_over",
  "ticket_invalid",
  "not_found",
  "too_many_attempts",
  "store_unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const ErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    retryAfterMs: z.number().int().nonnegative().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
