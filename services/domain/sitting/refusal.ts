/** Which acts are legal in a state, and the reason where one is not. */
import { type Act, type ActDetails, type ActKind, CREDIT_MAX_MS, type PhaseActKind } from "#domain/sitting/act";
import type { PlainReason, Reason } from "#domain/sitting/reason";
import { type Scope, scopeKey } from "#domain/sitting/scope";
import { openPause, type Phase, type ScopeState, scopeStateOf, type SittingState } from "#domain/sitting/scope-state";

/** From which national phases each phase act is legal, and where it leads when its scope is the nation. */
export const TRANSITIONS: Record<PhaseActKind, { from: readonly Phase[]; to: Phase }> = {
  check_in: { from: ["planned"], to: "check_in" },
  ready: { from: ["check_in", "ready"], to: "ready" },
  start: { from: ["check_in", "ready"], to: "running" },
  end: { from: ["running", "paused"], to: "ended" },
  collect: { from: ["ended"], to: "collecting" },
  close: { from: ["collecting", "ended"], to: "closed" },
  cancel: { from: ["planned", "check_in", "ready", "running", "paused", "ended", "collecting"], to: "cancelled" },
};
const NATIONAL_ONLY: readonly ActKind[] = ["check_in", "collect", "close"];
const CANDIDATE_ONLY: readonly ActKind[] = ["extra_time", "attendance", "hand", "replace_device", "waive_receipt"];
/** What can still happen to a part of the nation: also after the national end, while answers are collected. */
const BEFORE_CLOSE: readonly Phase[] = ["check_in", "ready", "running", "paused", "ended", "collecting"];

/**
 * The part of an act that decides whether it is legal. `atMs`: when it is appended; without it, everything that was
 * announced counts as having happened.
 */
export type ActClaim = Pick<Act, "kind" | "scope"> & ActDetails & { readonly atMs?: number };

const plain = (code: PlainReason): Reason => ({ code });
const notWhile = ({ kind }: Pick<ActClaim, "kind">, { phase }: SittingState): Reason => ({
  code: "not_while",
  kind,
  phase,
});

/** Why an act is refused in this state, or null when it is legal. Who may act for which scope is another question. */
export function refusalOf(state: SittingState, act: ActClaim): Reason | null {
  const own = scopeStateOf(state, scopeKey(act.scope));
  const ofScope = refusalOfScope(act);
  if (ofScope !== null) return ofScope;
  switch (act.kind) {
    case "pause":
      if (!mayHaveStarted(state, act)) return plain("pause_not_started");
      if (hasEnded(state, act)) return plain("pause_over");
      // Paused again where some were let out, or where a resume is still to come: everybody stands still again.
      return openPause(own)?.lifted.length === 0 ? plain("paused_already") : null;
    case "resume":
      return refusalOfResume(state, act);
    case "credit":
      return refusalOfCredit(state, act);
    case "extra_time":
      if (!isExtraTime(act)) return plain("extra_time_out_of_bounds");
      return state.phase === "closed" || state.phase === "cancelled" ? notWhile(act, state) : null;
    case "hold":
      return isUnderWay(state, act) || own.startedAtMs !== null ? plain("started") : refusalOfPart(state, act);
    case "backup":
      if (own.cancelledAtMs !== null) return plain("part_cancelled");
      if ([own, scopeStateOf(state, "nation")].some(({ backupAtMs }) => backupAtMs !== null))
        return plain("backup_given");
      return BEFORE_CLOSE.includes(state.phase) ? null : notWhile(act, state);
    case "undo":
      return refusalOfUndo(state, act);
    case "instruction":
    case "attendance":
    case "incident":
    case "hand":
    case "replace_device":
    case "register":
    case "waive_receipt":
    case "sign_minutes":
    case "play":
    case "stop_play":
      return refusalOfRecord(state, act);
    case "reveal_code":
      // A code opens the paper for whoever hears it: never before a start that may be the room's (see mayHaveStarted).
      return hasStartedSomewhere(state, act) ? refusalOfRecord(state, act) : plain("code_too_early");
    default:
      return act.scope.kind === "nation" ? refusalOfTransition(state, act.kind) : refusalOfPart(state, act);
  }
}

function refusalOfScope({ kind, scope }: ActClaim): Reason | null {
  if (NATIONAL_ONLY.includes(kind) && scope.kind !== "nation") return { code: "national_only", kind };
  if (CANDIDATE_ONLY.includes(kind) && scope.kind !== "candidate") return { code: "candidate_only", kind };
  if (kind === "sign_minutes" && scope.kind !== "centre") return plain("minutes_of_centre");
  if (kind === "reveal_code" && scope.kind !== "room") return plain("code_of_room");
  if (kind === "hold" && scope.kind === "nation") return plain("hold_of_part");
  if (kind === "backup" && scope.kind === "candidate") return plain("backup_of_candidate");
  return null;
}

/** A sitting that is cancelled still has instructions to give and minutes to sign; a closed one is closed. */
function refusalOfRecord(state: SittingState, act: ActClaim): Reason | null {
  if (state.phase === "closed") return plain("sitting_closed");
  if (act.kind !== "instruction") return null;
  if (!act.text?.trim()) return plain("instruction_empty");
  const corrects = act.corrects ?? null;
  return corrects === null || (corrects >= 1 && corrects <= state.instructionCount)
    ? null
    : { code: "instruction_unknown", number: corrects };
}

/** An act that ended it stays the end: a credit behind it would promise time that nobody gets. */
function refusalOfCredit(state: SittingState, act: ActClaim): Reason | null {
  const creditMs = act.creditMs ?? 0;
  if (!Number.isSafeInteger(creditMs) || creditMs <= 0 || creditMs > CREDIT_MAX_MS)
    return plain("credit_out_of_bounds");
  if (!BEFORE_CLOSE.includes(state.phase) || !mayHaveStarted(state, act)) return notWhile(act, state);
  return hasEnded(state, act) ? plain("credit_after_end") : null;
}

function refusalOfUndo(state: SittingState, act: ActClaim): Reason | null {
  const { last } = scopeStateOf(state, scopeKey(act.scope));
  if (state.phase === "closed") return plain("sitting_closed");
  if (last === null || last.actId !== act.actId) return plain("undo_followed");
  if (last.kind !== act.undoes) return { code: "undo_of_another", kind: last.kind };
  return act.undoes === "ready" && isUnderWay(state, act) ? plain("started") : null;
}

const isExtraTime = ({ numerator = 0, denominator = 0 }: ActClaim): boolean =>
  Number.isSafeInteger(numerator) &&
  Number.isSafeInteger(denominator) &&
  denominator > 0 &&
  numerator >= denominator &&
  3 * numerator <= 4 * denominator;

const refusalOfTransition = (state: SittingState, kind: PhaseActKind): Reason | null =>
  TRANSITIONS[kind].from.includes(state.phase) ? null : notWhile({ kind }, state);

/** Phase acts of a centre, a room or a candidate: exceptions to the national clock. */
function refusalOfPart(state: SittingState, act: ActClaim): Reason | null {
  const own = scopeStateOf(state, scopeKey(act.scope));
  if (!BEFORE_CLOSE.includes(state.phase)) return notWhile(act, state);
  if (own.cancelledAtMs !== null) return plain("part_cancelled");
  if (act.kind === "ready") return own.startedAtMs === null ? null : plain("started");
  if (act.kind === "start") {
    if (own.startedAtMs !== null) return plain("started_on_its_own");
    return own.readyAtMs === null && !act.override?.trim() ? plain("not_ready_itself") : null;
  }
  if (act.kind === "end") return mayHaveStarted(state, act) && !hasEnded(state, act) ? null : plain("nothing_to_end");
  return null;
}

/** Wider scopes have greater numbers. Which room belongs to which centre is known to whoever asks, not here. */
const WIDTH: Record<Scope["kind"], number> = { nation: 3, centre: 2, room: 1, candidate: 0 };

/** A pause may be lifted where it was made, or for a part of it that was not let out before. */
function refusalOfResume(state: SittingState, act: ActClaim): Reason | null {
  const lifts = act.lifts ?? act.scope;
  const pause = openPause(scopeStateOf(state, scopeKey(lifts)));
  if (!pause) return plain("not_paused");
  if (hasEnded(state, act)) return plain("resume_over");
  if (scopeKey(lifts) === scopeKey(act.scope)) return null;
  if (WIDTH[act.scope.kind] >= WIDTH[lifts.kind]) return plain("resume_wider");
  return pause.lifted.some((l) => l.scope === scopeKey(act.scope)) ? plain("let_out_already") : null;
}

/**
 * Whether some wider or own start may concern a scope. Not knowing which room is in which centre, a start anywhere may
 * be its own: a pause or a credit where nothing has started does nothing.
 */
const mayHaveStarted = (state: SittingState, { scope }: ActClaim): boolean =>
  scope.kind === "nation"
    ? state.startedAtMs !== null
    : [...state.scopes.values()].some((own) => own.startedAtMs !== null);

const hasStartedSomewhere = (state: SittingState, { atMs = Number.POSITIVE_INFINITY }: ActClaim): boolean =>
  [...state.scopes.values()].some(({ startedAtMs }) => startedAtMs !== null && startedAtMs <= atMs);

/** Whether the nation's start, or the scope's own, is in effect. */
function isUnderWay(state: SittingState, { scope, atMs = Number.POSITIVE_INFINITY }: ActClaim): boolean {
  const starts = [state.startedAtMs, scopeStateOf(state, scopeKey(scope)).startedAtMs];
  return starts.some((startMs) => startMs !== null && startMs <= atMs);
}

/** Whether an act has ended or cancelled it; one that takes effect later has not yet. */
function hasEnded(state: SittingState, { scope, atMs = Number.POSITIVE_INFINITY }: ActClaim): boolean {
  const nation = scopeStateOf(state, "nation");
  const own = scopeStateOf(state, scopeKey(scope));
  const isOver = ({ endedAtMs }: ScopeState) =>
    endedAtMs !== null && endedAtMs <= atMs && endedAtMs >= (nation.backupAtMs ?? Number.NEGATIVE_INFINITY);
  if (state.phase === "closed") return true;
  if ([own, nation].some(({ cancelledAtMs }) => cancelledAtMs !== null && cancelledAtMs <= atMs)) return true;
  return isOver(own) || (isOver(nation) && !mayRunOnItsOwn(state, scope));
}

/** A part that started on its own does not end with the nation; a room may belong to a centre that did. */
const mayRunOnItsOwn = (state: SittingState, scope: Scope): boolean =>
  scope.kind === "nation" || scope.kind === "centre"
    ? scope.kind === "centre" && scopeStateOf(state, scopeKey(scope)).startedAtMs !== null
    : [...state.scopes].some(([key, own]) => key !== "nation" && own.startedAtMs !== null);
