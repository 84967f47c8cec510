/** Staff accounts as consoles see them, and how one signs in. Session: cookie `amphi_staff`, HttpOnly, SameSite=Strict. */
import { z } from "zod";
import { ROLES, type StaffAccount as DomainStaffAccount } from "#domain/staff/account";

export const StaffAccount = z.strictObject({
  id: z.number().int(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  examId: z.number().int().nullable(),
  centreId: z.number().int().nullable(),
  roomIds: z.array(z.number().int()).readonly(),
}) satisfies z.ZodType<DomainStaffAccount>;
export type StaffAccount = DomainStaffAccount;

/** POST /api/staff/sign-in. Refusals: `credentials_wrong`, `second_factor_needed`, `too_many_attempts`. */
export const StaffSignInRequest = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  /** Six digits of the authenticator; needed by organisers and operators. */
  code: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
});
export type StaffSignInRequest = z.infer<typeof StaffSignInRequest>;

/** Also GET /api/staff/me. */
export const StaffSession = z.strictObject({ account: StaffAccount, expiresAtMs: z.number().int() });
export type StaffSession = z.infer<typeof StaffSession>;

/** POST /api/staff/sign-out. */
export const StaffSignOutRequest = z.strictObject({ everywhere: z.boolean() });

/** POST /api/staff/password: one's own. All other sessions of the account end. Refusal: `credentials_wrong`. */
export const PasswordChange = z.strictObject({
  old: z.string().min(1).max(200),
  /** Twelve characters: a few words. */
  new: z.string().min(12).max(200),
});
export type PasswordChange = z.infer<typeof PasswordChange>;
