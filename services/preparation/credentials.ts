/** First passwords and authenticators of staff: in clear only on their way into a letter. */
import { randomInt } from "node:crypto";
import type { Credentials } from "#postgres/exam/staff";
import { SECOND_FACTOR_ROLES, type StaffRole } from "#domain/staff/account";
import type { Passwords } from "#runtime/password";
import { newSecondFactor, sealSecondFactor, secondFactorUri } from "#runtime/second-factor";

/** 32 signs, none that is taken for another: no i, l, o and u. */
const SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS = 4;
const GROUP_SIGNS = 4;

/**
 * Sixteen signs of 5 bits each: 80 bits. At a million guesses a second a copy of the hashes would have to be searched for
 * 19 billion years; online, the failure budget allows far fewer.
 */
export const firstPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_SIGNS }, () => SIGNS[randomInt(SIGNS.length)]).join(""),
  ).join("-");

export interface MadeCredentials extends Credentials {
  readonly password: string;
  /** otpauth:// address; null for roles without a second factor. */
  readonly uri: string | null;
}

export async function makeCredentials(
  login: string,
  role: StaffRole,
  passwords: Passwords,
  staffSecret: () => Buffer,
): Promise<MadeCredentials> {
  const password = firstPassword();
  const passwordHash = await passwords.hash(password);
  if (!SECOND_FACTOR_ROLES.includes(role)) return { password, passwordHash, secondFactor: null, uri: null };
  const secret = newSecondFactor();
  const secondFactor = sealSecondFactor(staffSecret(), login, secret);
  return { password, passwordHash, secondFactor, uri: secondFactorUri(secret, login) };
}
