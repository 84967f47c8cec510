/** Which acts are legal in a state, and the reason where one is not. */
import { type Act, type ActDetails, type ActKind, CREDIT_MAX_MS, type PhaseActKind } from "#domain/sitting/act";
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

/** Why an act is refused in this state, or null when it is legal. Who may act for which scope is another question. */
export function refusalOf(state: SittingState, act: ActClaim): string | null {
  const own = scopeStateOf(state, scopeKey(act.scope));
  const ofScope = refusalOfScope(act);
  if (ofScope !== null) return ofScope;
  switch (act.kind) {
    case "pause":
      if (!mayHaveStarted(state, act)) return "nothing to pause: it has not started";
      if (hasEnded(state, act)) return "nothing to pause: it is over";
      return openPause(own) ? "it is paused already" : null;
    case "resume":
      return refusalOfResume(state, act);
    case "credit":
      return refusalOfCredit(state, act);
    case "extra_time":
      if (!isExtraTime(act)) return "extra time is a fraction from 1/1 to 4/3";
      return state.phase === "closed" || state.phase === "cancelled" ? `no extra time while ${state.phase}` : null;
    case "hold":
      return isUnderWay(state, act) || own.startedAtMs !== null ? "it has started" : refusalOfPart(state, act);
    case "backup":
      if (own.cancelledAtMs !== null) return "it is cancelled";
      if ([own, scopeStateOf(state, "nation")].some(({ backupAtMs }) => backupAtMs !== null))
        return "the backup paper was given already";
      return BEFORE_CLOSE.includes(state.phase) ? null : `no backup paper while ${state.phase}`;
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
      return refusalOfRecord(state, act);
    default:
      return act.scope.kind === "nation" ? refusalOfTransition(state, act.kind) : refusalOfPart(state, act);
  }
}

function refusalOfScope({ kind, scope }: ActClaim): string | null {
  if (NATIONAL_ONLY.includes(kind) && scope.kind !== "nation")
    return `${kind} concerns the whole sitting, not a part of it`;
  if (CANDIDATE_ONLY.includes(kind) && scope.kind !== "candidate") return `${kind} concerns one candidate`;
  if (kind === "sign_minutes" && scope.kind !== "centre") return "minutes are signed for one centre";
  if (kind === "hold" && scope.kind === "nation") return "hold concerns a part of the sitting, not the whole";
  if (kind === "backup" && scope.kind === "candidate") return "a backup paper is given to a room, a centre or all";
  return null;
}

/** A sitting that is cancelled still has instructions to give and minutes to sign; a closed one is closed. */
function refusalOfRecord(state: SittingState, act: ActClaim): string | null {
  if (state.phase === "closed") return "the sitting is closed";
  if (act.kind !== "instruction") return null;
  if (!act.text?.trim()) return "an instruction needs words";
  const corrects = act.corrects ?? null;
  return corrects === null || (corrects >= 1 && corrects <= state.instructionCount)
    ? null
    : `there is no instruction ${corrects} to correct`;
}

/** An act that ended it stays the end: a credit behind it would promise time that nobody gets. */
function refusalOfCredit(state: SittingState, act: ActClaim): string | null {
  const creditMs = act.creditMs ?? 0;
  if (!Number.isSafeInteger(creditMs) || creditMs <= 0 || creditMs > CREDIT_MAX_MS)
    return `a credit is a whole number of milliseconds, at most ${CREDIT_MAX_MS}`;
  if (!BEFORE_CLOSE.includes(state.phase) || !mayHaveStarted(state, act)) return `no credit while ${state.phase}`;
  return hasEnded(state, act) ? "it was ended: a credit would give no time" : null;
}

function refusalOfUndo(state: SittingState, act: ActClaim): string | null {
  const { last } = scopeStateOf(state, scopeKey(act.scope));
  if (state.phase === "closed") return "the sitting is closed";
  if (last === null || last.actId !== act.actId) return "something followed it: it can no longer be taken back";
  if (last.kind !== act.undoes) return `it was a ${last.kind}, not a ${act.undoes ?? "nothing"}`;
  return act.undoes === "ready" && isUnderWay(state, act) ? "it has started" : null;
}

const isExtraTime = ({ numerator = 0, denominator = 0 }: ActClaim): boolean =>
  Number.isSafeInteger(numerator) &&
  Number.isSafeInteger(denominator) &&
  denominator > 0 &&
  numerator >= denominator &&
  3 * numerator <= 4 * denominator;

const refusalOfTransition = (state: SittingState, kind: PhaseActKind): string | null =>
  TRANSITIONS[kind].from.includes(state.phase) ? null : `${kind} is not possible while the sitting is ${state.phase}`;

/** Phase acts of a centre, a room or a candidate: exceptions to the national clock. */
function refusalOfPart(state: SittingState, act: ActClaim): string | null {
  const own = scopeStateOf(state, scopeKey(act.scope));
  if (!BEFORE_CLOSE.includes(state.phase)) return `${act.kind} is not possible while the sitting is ${state.phase}`;
  if (own.cancelledAtMs !== null) return "it is cancelled";
  if (act.kind === "ready") return own.startedAtMs === null ? null : "it has started";
  if (act.kind === "start") {
    if (own.startedAtMs !== null) return "it has a start of its own already";
    return own.readyAtMs === null && !act.override?.trim() ? "it is not ready: say why it starts all the same" : null;
  }
  if (act.kind === "end") return mayHaveStarted(state, act) && !hasEnded(state, act) ? null : "nothing to end";
  return null;
}

/** Wider scopes have greater numbers. Which room belongs to which centre is known to whoever asks, not here. */
const WIDTH: Record<Scope["kind"], number> = { nation: 3, centre: 2, room: 1, candidate: 0 };

/** A pause may be lifted where it was made, or for a part of it that was not let out before. */
function refusalOfResume(state: SittingState, act: ActClaim): string | null {
  const lifts = act.lifts ?? act.scope;
  const pause = openPause(scopeStateOf(state, scopeKey(lifts)));
  if (!pause) return "it is not paused";
  if (hasEnded(state, act)) return "nothing to resume: it is over";
  if (scopeKey(lifts) === scopeKey(act.scope)) return null;
  if (WIDTH[act.scope.kind] >= WIDTH[lifts.kind]) return "only a part of those who are paused can be let out";
  return pause.lifted.some((l) => l.scope === scopeKey(act.scope)) ? "it was let out already" : null;
}

/**
 * Whether some wider or own start may concern a scope. Not knowing which room is in which centre, a start anywhere may
 * be its own: a pause or a credit where nothing has started does nothing.
 */
const mayHaveStarted = (state: SittingState, { scope }: ActClaim): boolean =>
  scope.kind === "nation"
    ? state.startedAtMs !== null
    : [...state.scopes.values()].some((own) => own.startedAtMs !== null);

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
