/** Students' accounts: apart from those of staff, and never a role of one. One account serves a person in several populations. */

export interface StudentAccount {
  readonly id: number;
  /** A mail address in lower case: what the person signs in with, and where mails go. */
  readonly login: string;
  readonly name: string;
  /** Rows of `person` that are this student. */
  readonly personIds: readonly number[];
}

/** Logins are told apart without regard to case. */
export const studentLogin = (typed: string): string => typed.trim().normalize("NFC").toLowerCase();

/** Links that let somebody choose a password. Only the SHA-256 of what stands in the link is kept. */
export const LINK_KINDS = ["invitation", "reset"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
/** How long a link may be used, ms: an invitation waits for a student who is away, a reset for one who asked this minute. */
export const LINK_LIVES_MS: Readonly<Record<LinkKind, number>> = {
  invitation: 30 * 24 * 3_600_000,
  reset: 60 * 60_000,
};
/** A few words. */
export const PASSWORD_CHARS_MIN = 12;

export interface PasswordLink {
  readonly kind: LinkKind;
  readonly expiresAtMs: number;
  /** Null: not yet. */
  readonly usedAtMs: number | null;
}
export type LinkProblem = "link_unknown" | "link_used" | "link_expired";

/** Why a link opens nothing; null: it does, once. */
export function linkProblem(link: PasswordLink | null, nowMs: number): LinkProblem | null {
  if (link === null) return "link_unknown";
  if (link.usedAtMs !== null) return "link_used";
  return nowMs >= link.expiresAtMs ? "link_expired" : null;
}

/** How long after signing in somebody may do what cannot be undone; later they sign in again first (R38). */
export const PROVEN_FOR_MS = 15 * 60_000;
export const isProven = (signedInAtMs: number, nowMs: number): boolean => nowMs - signedInAtMs < PROVEN_FOR_MS;
