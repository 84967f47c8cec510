/**
 * What takes two persons: one proposes with a reason, a second and different one signs, and only then it is in force. What
 * is signed is a text (canonical JSON) that is fixed by its SHA-256: whoever signs says which text they have read. Nothing
 * is changed or deleted afterwards; what undoes a decision is another one.
 */
import type { StaffRole } from "#domain/staff/account";

export const DECISION_KINDS = [
  /** A ruling of the jury: an input of marking runs (domain/marking/rulings.ts). */
  "ruling",
  /** Results of an exam are shown to its candidates, at once or at a time that the payload names. */
  "release",
  /** A release is taken back. */
  "withdrawal",
  /** Names are joined to anonymity numbers. */
  "lift_anonymity",
  /** Results of a competition are shown to its students. */
  "competition_release",
  "competition_withdrawal",
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Who proposes and who signs. */
export const DECIDING_ROLES: Readonly<Record<DecisionKind, readonly StaffRole[]>> = {
  ruling: ["jury"],
  release: ["jury"],
  withdrawal: ["jury"],
  lift_anonymity: ["jury", "office"],
  competition_release: ["office", "jury"],
  competition_withdrawal: ["office", "jury"],
};

export const SUBJECT_KINDS = ["exam", "sitting", "competition"] as const;
/** What a decision is about, by the row's id; everything finer stands in the payload. */
export interface DecisionSubject {
  readonly kind: (typeof SUBJECT_KINDS)[number];
  readonly id: number;
}

/** A person, as decisions name them: the account, and its signature of that day (staff/account.ts). */
export interface Signatory {
  readonly accountId: number;
  readonly name: string;
}

/** How a proposal ends: a second person signs or refuses it, or who proposed it takes it back. */
export const VERDICTS = ["signed", "refused", "taken_back"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface DecisionOutcome {
  readonly verdict: Verdict;
  readonly by: Signatory;
  /** Of a refusal; else may be empty. */
  readonly reason: string;
  readonly atMs: number;
}

export interface Decision {
  readonly id: number;
  readonly kind: DecisionKind;
  readonly subject: DecisionSubject;
  /** Canonical JSON (marking/canonical-json.ts): what is decided, whole. */
  readonly payloadText: string;
  /** Hex, of the text in UTF-8. */
  readonly payloadSha256: string;
  readonly reason: string;
  readonly proposedBy: Signatory;
  readonly proposedAtMs: number;
  /** A proposal that nobody signed until then is void. */
  readonly expiresAtMs: number;
  readonly outcome: DecisionOutcome | null;
}

export const DECISION_STATES = ["proposed", "in_force", "refused", "taken_back", "expired"] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

export const PROPOSAL_LIVES_MS = 14 * 24 * 3_600_000;
export const DECISION_REASON_CHARS_MAX = 2_000;

export function stateOf({ expiresAtMs, outcome }: Decision, nowMs: number): DecisionState {
  if (outcome !== null) return outcome.verdict === "signed" ? "in_force" : outcome.verdict;
  return nowMs >= expiresAtMs ? "expired" : "proposed";
}

export const DECISION_PROBLEMS = [
  "role_may_not_decide",
  "reason_missing",
  "reason_too_long",
  "decision_unknown",
  "settled_already",
  "proposal_expired",
  "second_person_needed",
  "proposer_only",
  "payload_differs",
] as const;
export type DecisionProblem = (typeof DECISION_PROBLEMS)[number];

export function proposingProblem(kind: DecisionKind, role: StaffRole, reason: string): DecisionProblem | null {
  if (!DECIDING_ROLES[kind].includes(role)) return "role_may_not_decide";
  return reasonProblem(reason);
}

function reasonProblem(reason: string): DecisionProblem | null {
  if (reason.trim() === "") return "reason_missing";
  return reason.length > DECISION_REASON_CHARS_MAX ? "reason_too_long" : null;
}

export interface Settling {
  readonly verdict: Verdict;
  readonly accountId: number;
  readonly role: StaffRole;
  /** Of the text that the person has before their eyes. */
  readonly payloadSha256: string;
  readonly reason: string;
}

/** Why a person may not end this proposal in that way; null: they may. */
export function settlingProblem(decision: Decision, settling: Settling, nowMs: number): DecisionProblem | null {
  const { accountId, payloadSha256, reason, role, verdict } = settling;
  if (!DECIDING_ROLES[decision.kind].includes(role)) return "role_may_not_decide";
  const state = stateOf(decision, nowMs);
  if (state === "expired") return "proposal_expired";
  if (state !== "proposed") return "settled_already";
  const own = decision.proposedBy.accountId === accountId;
  if (verdict === "taken_back") return own ? null : "proposer_only";
  if (own) return "second_person_needed";
  if (payloadSha256 !== decision.payloadSha256) return "payload_differs";
  return verdict === "refused" ? reasonProblem(reason) : null;
}
