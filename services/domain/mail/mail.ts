/** Mails to students: a queue whose rows are also the log (R40). Pure. */
import type { MailEvent } from "#domain/competition/plan";

/** `invitation`, `reset`: carry a link to choose a password. `office`: written by the office, on demand. */
export const MAIL_KINDS = [
  "invitation",
  "reset",
  "wishes-saved",
  "results-published",
  "seat-offered",
  "resignation",
  "office",
] as const satisfies readonly (MailEvent | "invitation" | "reset" | "office")[];
export type MailKind = (typeof MAIL_KINDS)[number];

/** `sending`: a process has it; if that process dies, another takes it later. `given_up`: a person looks at it. */
export const MAIL_STATES = ["queued", "sending", "sent", "caught", "given_up"] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** `later`: the server is away or says so (4xx); `never`: this recipient or this mail is refused (5xx). */
export interface MailFailure {
  readonly retry: "later" | "never";
  readonly message: string;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
export const ATTEMPTS_MAX = 30;

/** When to try again after `attempts` failures, ms from now; null: no more. Doubles from 30 s to an hour; about a day in all. */
export function retryInMs(attempts: number, failure: MailFailure): number | null {
  if (failure.retry === "never" || attempts >= ATTEMPTS_MAX) return null;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}

/** SMTP answers of 5xx are about this mail, unless they are about who we are (530–535: sign-in); everything else passes. */
export function failureOf(message: string, responseCode: number | null): MailFailure {
  const ownFault = responseCode !== null && responseCode >= 530 && responseCode <= 538;
  const refused = responseCode !== null && responseCode >= 500 && responseCode < 600 && !ownFault;
  return { retry: refused ? "never" : "later", message };
}
