/** How a refusal looks over HTTP: one body, one status per code. */
import type { Context, TypedResponse } from "hono";
import type { ErrorBody, ErrorCode, RefusalProblem } from "#contracts/errors";
import type { Reason } from "#domain/sitting/reason";
import { inEnglish } from "#domain/sitting/reason-in-english";

export const REFUSAL_STATUS = {
  bad_request: 400,
  card_unknown: 401,
  card_revoked: 403,
  no_sitting: 409,
  sitting_not_open: 409,
  sitting_over: 409,
  package_missing: 503,
  device_not_approved: 409,
  enrolment_invalid: 401,
  label_taken: 409,
  ticket_invalid: 401,
  token_invalid: 401,
  credentials_wrong: 401,
  second_factor_needed: 401,
  session_ended: 401,
  not_allowed: 403,
  act_refused: 409,
  act_overtaken: 409,
  refused: 409,
  conflict: 409,
  not_found: 404,
  too_many_attempts: 429,
  store_unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

const MESSAGES: Record<ErrorCode, string> = {
  bad_request: "the request does not have the described form",
  card_unknown: "no card has this code",
  card_revoked: "this card was replaced by a newer one",
  no_sitting: "no sitting is planned for this candidate",
  sitting_not_open: "the sitting is not open yet",
  sitting_over: "the sitting is over",
  package_missing: "the sealed paper of this sitting is not made yet: try again in a moment",
  device_not_approved: "this candidate has signed in on another tablet: a proctor lets this one take over",
  enrolment_invalid: "this enrolment is altered, expired or gone: scan the room's code again",
  label_taken: "another tablet of this centre has this label",
  ticket_invalid: "the ticket is missing, altered or expired: sign in again",
  token_invalid: "the token is missing, unknown, expired or revoked: an operator makes another one",
  credentials_wrong: "no account has this name and password",
  second_factor_needed: "the code of the authenticator is missing or wrong",
  session_ended: "sign in again",
  not_allowed: "this account may not do that",
  act_refused: "the state of the sitting does not allow it",
  act_overtaken: "somebody else acted meanwhile",
  refused: "a rule does not allow it",
  conflict: "somebody else has changed this meanwhile",
  not_found: "there is nothing here",
  too_many_attempts: "too many wrong codes at the moment: try again in a moment",
  store_unavailable: "a store does not answer: try again in a moment",
  internal: "something went wrong on our side; it is in the log",
};

const RETRY_STORE_AFTER_MS = 2_000;
/** What is over in seconds, if it is not serious. */
const WITHIN_SECONDS: readonly ErrorCode[] = ["store_unavailable", "package_missing"];

/** What is told besides the code. */
export interface RefusalDetail {
  /** For requests that no screen makes; else the reason says it. */
  readonly message?: string;
  readonly reason?: Reason;
  readonly retryAfterMs?: number;
  readonly problems?: readonly RefusalProblem[];
}

export function errorBody(code: ErrorCode, detail: RefusalDetail = {}): ErrorBody {
  const retryAfterMs = detail.retryAfterMs ?? (WITHIN_SECONDS.includes(code) ? RETRY_STORE_AFTER_MS : undefined);
  const { problems, reason } = detail;
  return {
    error: {
      code,
      message: detail.message ?? (reason ? inEnglish(reason) : MESSAGES[code]),
      ...(reason && { reason }),
      ...(problems && { problems: [...problems] }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}

/** Per code its own status, so that a route's description and its refusals are compared by the compiler. */
type Refused<C extends ErrorCode> = C extends ErrorCode
  ? Response & TypedResponse<ErrorBody, (typeof REFUSAL_STATUS)[C], "json">
  : never;

/** The response to a refused request; Retry-After in seconds where waiting helps. */
export function refuse<C extends ErrorCode>(c: Context, code: C, detail: RefusalDetail = {}): Refused<C> {
  const body = errorBody(code, detail);
  const { retryAfterMs } = body.error;
  if (retryAfterMs !== undefined) c.header("Retry-After", String(Math.ceil(retryAfterMs / 1_000)));
  c.header("Cache-Control", "no-store");
  return c.json(body, REFUSAL_STATUS[code]) as Response as Refused<C>;
}
