import { Reason } from "#contracts/reason";
import { z } from "zod";

/** Stable codes of refused HTTP requests. A screen maps code → sentence + what to do; the code never changes. */
export const ERROR_CODES = [
  "bad_request",
  "card_unknown",
  "card_revoked",
  "no_sitting",
  "sitting_not_open",
  "sitting_over",
  /** The sealed paper of the sitting is still being made: try again. */
  "package_missing",
  /** The candidate has signed in on another device: a proctor has to let this one take over. */
  "device_not_approved",
  /** The room's QR is altered or too old, or this device is not enrolled any more. */
  "enrolment_invalid",
  /** Another tablet of the centre has this label. */
  "label_taken",
  "ticket_invalid",
  /** An operator's token is missing, unknown, expired or revoked. */
  "token_invalid",
  /** Staff: wrong name or password; a code of the authenticator is needed or wrong; no session, or an ended one. */
  "credentials_wrong",
  "second_factor_needed",
  "session_ended",
  /** The account's role or scope does not allow it. */
  "not_allowed",
  /** The state of the sitting does not allow it: `reason` says why. */
  "act_refused",
  /** Somebody else acted on the same scope meanwhile: `reason` says what. */
  "act_overtaken",
  /** Portal: a rule does not allow it: `problems` say which. */
  "refused",
  /** Portal: somebody else has changed meanwhile what this change was made from. */
  "conflict",
  "not_found",
  "too_many_attempts",
  "store_unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing that is wrong: a stable code that screens put into words, where (a path, a line), and a value. */
export const RefusalProblem = z.strictObject({
  code: z.string(),
  place: z.string(),
  /** In English, for whoever reads requests. */
  message: z.string(),
  value: z.string().optional(),
});
export type RefusalProblem = z.infer<typeof RefusalProblem>;

export const ErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(ERROR_CODES),
    /** In English, for whoever reads requests. */
    message: z.string(),
    /** Why, as far as there is more to say than the code: what a screen puts into words. */
    reason: Reason.optional(),
    /** Portal: everything that is wrong, at once. */
    problems: z.array(RefusalProblem).optional(),
    retryAfterMs: z.number().int().nonnegative().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
