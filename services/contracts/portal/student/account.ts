/** Students' sessions and passwords. Session: cookie `amphi_student`, HttpOnly, SameSite=Strict. */
import { z } from "zod";
import type { StudentAccount as DomainAccount } from "#domain/student/account";
import { PASSWORD_CHARS_MIN } from "#domain/student/account";

const Language = z.enum(["fr", "en"]);
const Password = z.string().min(1).max(200);
export const NewPassword = z.string().min(PASSWORD_CHARS_MIN).max(200);
/** What stands in a link. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const StudentAccount = z.strictObject({
  id: z.int(),
  login: z.string(),
  name: z.string(),
  personIds: z.array(z.int()).readonly(),
}) satisfies z.ZodType<DomainAccount>;

/** GET /api/student/me, and the answer of every sign-in. */
export const StudentSession = z.strictObject({
  account: StudentAccount,
  language: Language,
  /** When the person last proved who they are, ms: what cannot be undone asks for a recent one. */
  signedInAtMs: z.int(),
  expiresAtMs: z.int(),
  /** Id of the CAS server that vouched; null: a password. */
  cas: z.string().nullable(),
});
export type StudentSession = z.infer<typeof StudentSession>;

/** POST /api/student/sign-in. Refusals: `credentials_wrong`, `too_many_attempts`. */
export const StudentSignIn = z.strictObject({ login: z.string().min(1).max(200), password: Password });
/** POST /api/student/sign-out. */
export const StudentSignOut = z.strictObject({ everywhere: z.boolean() });
/** POST /api/student/prove: the password once more, before what cannot be undone. Refusal: `credentials_wrong`. */
export const StudentProof = z.strictObject({ password: Password });
/** POST /api/student/language. */
export const StudentLanguage = z.strictObject({ language: Language });
/** POST /api/student/forgotten: answered alike whether there is such an account or not. */
export const ForgottenPassword = z.strictObject({ login: z.string().min(1).max(200) });
/** POST /api/student/link: whose it is, before a password is chosen. Refusal: `refused` with `link_used`, `link_expired`, `link_unknown`. */
export const LinkAsked = z.strictObject({ token: LinkToken });
export const LinkFound = z.strictObject({ login: z.string(), name: z.string(), expiresAtMs: z.int() });
/** POST /api/student/password: with a link. Signs in; every other session of the account ends. */
export const PasswordChosen = z.strictObject({ token: LinkToken, password: NewPassword });

/** GET /api/student/doors: ways to sign in besides a password. */
export const StudentDoors = z.strictObject({
  cas: z.array(z.strictObject({ id: z.string(), name: z.strictObject({ fr: z.string(), en: z.string() }) })),
});
export type StudentDoors = z.infer<typeof StudentDoors>;
