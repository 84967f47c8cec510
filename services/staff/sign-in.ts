import type { StaffSession, StaffSignInRequest } from "#contracts/console/account";
import type { Refused } from "#http/request";
import type { StaffParts, StoredStaffAccount } from "#staff/ports";
import { SECOND_FACTOR_ROLES } from "#domain/staff/account";

export type StaffSignIn = { readonly token: string; readonly session: StaffSession } | Refused;

/**
 * A name, a password and, for those who can stop a nation's exam, the code of an authenticator. An unknown name, a wrong
 * password and a disabled account are told alike and take the same time; the code is asked for only behind the password.
 */
export async function signInStaff(parts: StaffParts, request: StaffSignInRequest, nowMs: number): Promise<StaffSignIn> {
  const login = request.login.trim().normalize("NFC").toLowerCase();
  const waitMs = parts.attempts.spend(login, nowMs);
  if (waitMs > 0) return { refusal: "too_many_attempts", retryAfterMs: waitMs };

  const found = await parts.staff.account(login);
  const known = found !== null && !found.disabled ? found : null;
  const right = await parts.passwords.verify(known?.passwordHash ?? null, request.password);
  if (known === null || !right) return failed(parts, "credentials_wrong", nowMs);

  if (!parts.door.roles.includes(known.account.role))
    return { refusal: "not_allowed", reason: { code: parts.door.elsewhere } };
  const second = await secondFactorProblem(parts, known, request.code, nowMs);
  if (second !== null) return second;
  parts.attempts.forgive(login);
  return parts.sessions.open(known.account, nowMs);
}

/** A failure that is told; once too many fail, only that it has to wait. A right password is never refused by others. */
function failed(parts: StaffParts, refusal: "credentials_wrong" | "second_factor_needed", nowMs: number): StaffSignIn {
  const waitMs = parts.staffFailures.spend(nowMs);
  return waitMs > 0 ? { refusal: "too_many_attempts", retryAfterMs: waitMs } : { refusal };
}

async function secondFactorProblem(
  parts: StaffParts,
  { account, secondFactor }: StoredStaffAccount,
  code: string | null,
  nowMs: number,
): Promise<StaffSignIn | null> {
  if (!SECOND_FACTOR_ROLES.includes(account.role)) return null;
  if (secondFactor === null) return { refusal: "second_factor_needed", reason: { code: "authenticator_missing" } };
  // The first request of every sign-in has no code: nothing was guessed.
  if (code === null) return { refusal: "second_factor_needed" };
  const step = parts.secondFactor.stepOf(account.login, secondFactor, code, nowMs);
  if (step === null || !(await parts.secondFactor.take(account.id, step)))
    return failed(parts, "second_factor_needed", nowMs);
  return null;
}
