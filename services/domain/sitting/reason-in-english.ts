/** Reasons in English: for the command line, logs and the messages of refusals, and for screens in English. */
import { CREDIT_MAX_MS } from "#domain/sitting/act";
import { inWords, type Reason, type ReasonWords } from "#domain/sitting/reason";

const MS_PER_HOUR = 3_600_000;
const spaced = (code: string): string => code.replaceAll("_", " ");

export const REASONS_IN_ENGLISH: ReasonWords = {
  pause_not_started: () => "nothing to pause: it has not started",
  pause_over: () => "nothing to pause: it is over",
  paused_already: () => "it is paused already",
  not_paused: () => "it is not paused",
  resume_over: () => "nothing to resume: it is over",
  resume_wider: () => "only a part of those who are paused can be let out",
  let_out_already: () => "it was let out already",
  credit_out_of_bounds: () => `a credit is more than nothing and at most ${CREDIT_MAX_MS / MS_PER_HOUR} h`,
  credit_after_end: () => "it was ended: a credit would give no time",
  extra_time_out_of_bounds: () => "extra time is a fraction from 1/1 to 4/3",
  started: () => "it has started",
  started_on_its_own: () => "it has a start of its own already",
  not_ready_itself: () => "it is not ready: say why it starts all the same",
  nothing_to_end: () => "nothing to end",
  part_cancelled: () => "it is cancelled",
  backup_given: () => "the backup paper was given already",
  backup_of_candidate: () => "a backup paper is given to a room, a centre or all",
  minutes_of_centre: () => "minutes are signed for one centre",
  minutes_signed: () => "the minutes are signed already",
  hold_of_part: () => "hold concerns a part of the sitting, not the whole",
  sitting_closed: () => "the sitting is closed",
  instruction_empty: () => "an instruction needs words",
  code_of_room: () => "a code is for one room",
  code_too_early: () => "a code opens the paper: it is told once the paper has started there",
  code_unknown: () => "the paper has no such section with codes for this room",
  codes_used: () => "every code of this section was told to this room already",
  package_missing: () => "the sealed paper is not at hand: no tablet could open it",
  undo_followed: () => "something followed it: it can no longer be taken back",
  place_unknown: () => "there is no such place or candidate in this exam",
  scope_outside: () => "it is outside the places of this account",
  pause_of_others: () => "a wider pause is lifted by those who may make it",
  undo_of_others: () => "what one may not do one may not take back",
  message_for_candidates: () => "a message of a room or a centre is for its candidates",
  technical_incidents: () => "technicians record incidents of devices and of the network",
  second_person: () => "a second person confirms it",
  confirmed_already: () => "a second person has confirmed it",
  proposal_gone: () => "it was withdrawn, or has waited too long",
  cause_missing: () => "it needs a cause",
  authenticator_missing: () => "this account has no authenticator yet: have it reset",
  candidate_unknown: () => "there is no such candidate",
  sitting_unknown: () => "there is no such sitting",
  slot_unknown: () => "the exam has no such reserve slot",
  slot_past: () => "the reserve slot is over",
  rehearsal_only: () => "tablets play by themselves in a rehearsal only",
  not_cancelled: ({ phase }) => `the sitting is ${spaced(phase)}: only a cancelled one is held again`,
  not_while: ({ kind, phase }) => `${spaced(kind)} is not possible while the sitting is ${spaced(phase)}`,
  national_only: ({ kind }) => `${spaced(kind)} concerns the whole sitting, not a part of it`,
  candidate_only: ({ kind }) => `${spaced(kind)} concerns one candidate`,
  not_for_role: ({ kind }) => `${spaced(kind)} is not for this role`,
  instruction_unknown: ({ number }) => `there is no instruction ${number} to correct`,
  undo_of_another: ({ kind }) => `it was a ${spaced(kind)}`,
  overtaken: ({ kind, author, cause }) => `${author} did ${spaced(kind)} meanwhile${cause === "" ? "" : `: ${cause}`}`,
  not_ready: ({ names }) => `not ready: ${names.join(", ")}. Say why it starts all the same, or hold them back`,
  tablets_not_ready: ({ count, names }) =>
    `${count} tablets are not as they should be (${names.join(", ")}). Say why it starts all the same, or hold them back`,
  not_rehearsed: ({ best, candidates, withinDays }) =>
    `no rehearsal with ${candidates} candidates or more was passed in the last ${withinDays} days` +
    `${best ? ` (the nearest: ${best.candidates} candidates, ${best.days} days ago)` : ""}. Say why it is ready all the same`,
  minutes_unsigned: ({ names }) => `minutes not signed: ${names.join(", ")}. Say why it is closed all the same`,
  still_composing: ({ count }) => `${count} candidates are still composing`,
  tablets_owe: ({ count, seats }) =>
    `${count} tablets still owe entries (seats ${seats.join(", ")}): wait, or record why for each`,
  room_unknown: ({ roomId }) => `the exam has no room ${roomId}`,
  listed_already: ({ studentNumber, where }) => `student number ${studentNumber} is on the list already, ${where}`,
  seat_taken: ({ seat, room, by }) => `seat ${seat} of room ${room} is taken by ${by}`,
  slot_taken: ({ sittingId }) => `the slot is taken by sitting ${sittingId}`,
  replaced_already: ({ sittingId }) => `sitting ${sittingId} replaces it already`,
  paper_unknown: ({ paper }) => `the exam has no paper "${paper}"`,
  paper_given: ({ paper, sittingId }) =>
    `the paper "${paper}" is that of sitting ${sittingId}: say why it may be given again`,
  papers_share_item: ({ itemId }) => `the backup paper has an item of the paper: "${itemId}"`,
  act_malformed: ({ problems }) => problems,
};

export const inEnglish = (reason: Reason): string => inWords(REASONS_IN_ENGLISH, reason);
