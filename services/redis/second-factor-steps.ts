/** A code of an authenticator is good once: whoever watched it being typed cannot use it again. Control Redis. */
import type { Redis } from "ioredis";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

/** Codes are refused outside a step before and after now; the last one need not be remembered longer. */
const REMEMBERED_MS = 10 * 60_000;
const key = (accountId: number) => `second-factor:${accountId}`;

export interface SecondFactorSteps {
  /** Takes a time step of the account's authenticator; false when it, or a later one, was taken already. */
  take(accountId: number, step: number): Promise<boolean>;
}

export function createSecondFactorSteps(redis: Redis): SecondFactorSteps {
  const script = loadScript("take-step");
  return {
    take: async (accountId, step) =>
      (await orTrouble("second factor", redis.eval(script, 1, key(accountId), step, REMEMBERED_MS))) === 1,
  };
}
