/** Why something is refused: a code and what it is about. Screens say it in their person's language. */
import type { ActKind } from "#domain/sitting/act";
import type { Phase } from "#domain/sitting/scope-state";

/** Reasons that need no more than their code. */
export const PLAIN_REASONS = [
  "pause_not_started",
  "pause_over",
  "paused_already",
  "not_paused",
  "resume_over",
  "resume_wider",
  "let_out_already",
  "credit_out_of_bounds",
  "credit_after_end",
  "extra_time_out_of_bounds",
  "started",
  "started_on_its_own",
  "not_ready_itself",
  "nothing_to_end",
  "part_cancelled",
  "backup_given",
  "backup_of_candidate",
  "minutes_of_centre",
  "minutes_signed",
  "hold_of_part",
  "sitting_closed",
  "instruction_empty",
  "code_of_room",
  "code_too_early",
  "code_unknown",
  "codes_used",
  "package_missing",
  "undo_followed",
  "place_unknown",
  "scope_outside",
  "pause_of_others",
  "undo_of_others",
  "message_for_candidates",
  "technical_incidents",
  "second_person",
  "confirmed_already",
  "proposal_gone",
  "cause_missing",
  "authenticator_missing",
  "works_at_portal",
  "works_at_consoles",
  "candidate_unknown",
  "sitting_unknown",
  "slot_unknown",
  "slot_past",
  "rehearsal_only",
] as const;
export type PlainReason = (typeof PLAIN_REASONS)[number];

export type Reason =
  | { readonly code: PlainReason }
  /** The phase of the sitting forbids this kind of act. */
  | { readonly code: "not_while"; readonly kind: ActKind; readonly phase: Phase }
  | { readonly code: "not_cancelled"; readonly phase: Phase }
  | { readonly code: "national_only" | "candidate_only" | "not_for_role"; readonly kind: ActKind }
  | { readonly code: "instruction_unknown"; readonly number: number }
  /** What would be taken back is of another kind. */
  | { readonly code: "undo_of_another"; readonly kind: ActKind }
  /** Somebody acted meanwhile; `author` as it signs. */
  | { readonly code: "overtaken"; readonly kind: ActKind; readonly author: string; readonly cause: string }
  /** Centres and rooms by name. */
  | { readonly code: "not_ready" | "minutes_unsigned"; readonly names: readonly string[] }
  /** Tablets that are not as they should be, and the rooms where they are. */
  | { readonly code: "tablets_not_ready"; readonly count: number; readonly names: readonly string[] }
  /** No rehearsal of this size was passed lately. `best`: the nearest one, `days` ago; null: there is none. */
  | {
      readonly code: "not_rehearsed";
      readonly candidates: number;
      readonly withinDays: number;
      readonly best: { readonly candidates: number; readonly days: number } | null;
    }
  | { readonly code: "still_composing"; readonly count: number }
  /** `seats`: the first of them. */
  | { readonly code: "tablets_owe"; readonly count: number; readonly seats: readonly string[] }
  | { readonly code: "room_unknown"; readonly roomId: number }
  | { readonly code: "listed_already"; readonly studentNumber: string; readonly where: string }
  | { readonly code: "seat_taken"; readonly seat: string; readonly room: string; readonly by: string }
  | { readonly code: "slot_taken" | "replaced_already"; readonly sittingId: number }
  | { readonly code: "paper_unknown"; readonly paper: string }
  | { readonly code: "paper_given"; readonly paper: string; readonly sittingId: number }
  | { readonly code: "papers_share_item"; readonly itemId: string }
  | { readonly code: "act_malformed"; readonly problems: string };
export type ReasonCode = Reason["code"];

type ReasonOf<C extends ReasonCode, R extends Reason = Reason> = R extends Reason
  ? C extends R["code"]
    ? R
    : never
  : never;
/** A sentence for each code, given what it is about. */
export type ReasonWords = { readonly [C in ReasonCode]: (of: ReasonOf<C>) => string };

export const inWords = (words: ReasonWords, reason: Reason): string =>
  (words[reason.code] as (of: Reason) => string)(reason);
