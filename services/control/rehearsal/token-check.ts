/** Whether a request carries an operator's token that is in force. */
import { REHEARSAL_TOKEN } from "#contracts/http/rehearsal-run";
import { type Refused, refused } from "#http/request";
import type { RehearsalTokens } from "#control/rehearsal/ports";
import { type AccountBudget, createAccountBudget } from "#http/account-budget";
import { createFailureBudget } from "#http/failure-budget";
import { StoreTrouble } from "#domain/ports/answer-stream";

export interface TokenInForce {
  readonly id: number;
  readonly name: string;
  readonly expiresAtMs: number;
}
export interface TokenCheck {
  /** `authorization`: the header. */
  check(authorization: string | undefined): Promise<TokenInForce | Refused>;
  /** It was revoked here. */
  forget(tokenId: number): void;
}

/** So long what PostgreSQL said of a token counts; while it is away, as a rehearsal may want it, so much longer. */
const COUNTS_MS = 60_000;
const COUNTS_WITHOUT_STORE_MS = 15 * 60_000;
const REMEMBERED_MAX = 50;
/** A token cannot be guessed; a script that has a wrong one is slowed down. */
const UNKNOWN_AT_ONCE = 20;
const UNKNOWN_PER_SECOND = 0.5;
/** Requests with one token: a line every two seconds, and what comes at the beginning and the end. */
const REQUESTS_AT_ONCE = 60;
const REQUESTS_PER_SECOND = 3;

export function createTokenCheck(tokens: Pick<RehearsalTokens, "use">, now: () => number): TokenCheck {
  const known = new Map<string, { readonly token: TokenInForce; readonly askedAtMs: number }>();
  const unknown = createFailureBudget(UNKNOWN_AT_ONCE, UNKNOWN_PER_SECOND);
  const requests: AccountBudget = createAccountBudget(REQUESTS_AT_ONCE, REQUESTS_PER_SECOND);

  /** What PostgreSQL says, or said while it was there; null: no such token is in force. */
  async function inForce(text: string): Promise<TokenInForce | null> {
    const before = known.get(text);
    const ageMs = before ? now() - before.askedAtMs : Infinity;
    if (before && ageMs < COUNTS_MS) return before.token;
    try {
      const token = await tokens.use(text, now());
      known.delete(text);
      if (token !== null) known.set(text, { token, askedAtMs: now() });
      if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value as string);
      return token;
    } catch (error) {
      if (error instanceof StoreTrouble && before && ageMs < COUNTS_WITHOUT_STORE_MS) return before.token;
      throw error;
    }
  }

  return {
    check: async (authorization) => {
      const text = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "";
      if (!REHEARSAL_TOKEN.test(text)) return refused("token_invalid");
      const token = await inForce(text);
      const good = token !== null && token.expiresAtMs > now();
      const waitMs = good ? requests.spend(String(token.id), now()) : unknown.spend(now());
      if (waitMs > 0) return { refusal: "too_many_attempts", retryAfterMs: waitMs };
      return good ? token : refused("token_invalid");
    },
    forget: (tokenId) => {
      for (const [text, { token }] of known) if (token.id === tokenId) known.delete(text);
    },
  };
}
