/** The state of a sitting: a fold of its journal, the same on every node. */
import { CREDIT_MAX_MS, type Act, type ActDetails, type ActKind, type PhaseActKind } from "#domain/sitting/act";
import { type Scope, type ScopeKey, scopeKey } from "#domain/sitting/scope";

export type Phase =
  "planned" | "check_in" | "ready" | "running" | "paused" | "ended" | "collecting" | "closed" | "cancelled";

export interface Pause {
  readonly fromMs: number;
  /** Null while no end is known. */
  readonly untilMs: number | null;
  /** Narrower scopes that were let out earlier, and when. */
  readonly lifted: readonly { readonly scope: ScopeKey; readonly atMs: number }[];
}
/** What was said for exactly one scope. Instants are effective times, ms. */
export interface ScopeState {
  readonly readyAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly cancelledAtMs: number | null;
  /** Readiness was withdrawn: no wider start counts here. */
  readonly heldAtMs: number | null;
  /** The new start, with the backup paper. */
  readonly backupAtMs: number | null;
  readonly credits: readonly { readonly actId: string; readonly atMs: number; readonly creditMs: number }[];
  /** Corrections of a candidate's planned extra time; the last one counts. */
  readonly extraTimes: readonly {
    readonly actId: string;
    readonly numerator: number;
    readonly denominator: number;
  }[];
  readonly pauses: readonly Pause[];
  /** The last act of exactly this scope: the one that may be taken back. */
  readonly last: { readonly actId: string; readonly kind: ActKind } | null;
}
export interface SittingState {
  /** The national phase, as far as acts were appended (their effect may still be to come: see clock.ts). */
  readonly phase: Phase;
  /** National start and end, ms: what holds where no narrower scope says otherwise. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lastActId: string | null;
  /** Numbered instructions so far. */
  readonly instructionCount: number;
  readonly scopes: ReadonlyMap<ScopeKey, ScopeState>;
}

const UNTOUCHED: ScopeState = {
  readyAtMs: null,
  startedAtMs: null,
  endedAtMs: null,
  cancelledAtMs: null,
  heldAtMs: null,
  backupAtMs: null,
  credits: [],
  extraTimes: [],
  pauses: [],
  last: null,
};
export const PLANNED: SittingState = {
  phase: "planned",
  startedAtMs: null,
  endedAtMs: null,
  lastActId: null,
  instructionCount: 0,
  scopes: new Map(),
};
export const scopeStateOf = (state: SittingState, key: ScopeKey): ScopeState => state.scopes.get(key) ?? UNTOUCHED;

/** Time given back to exactly this scope, ms. */
export const ownCreditMs = (own: ScopeState): number => own.credits.reduce((sum, { creditMs }) => sum + creditMs, 0);

/** From which national phases each phase act is legal, and where it leads when its scope is the nation. */
const TRANSITIONS: Record<PhaseActKind, { from: readonly Phase[]; to: Phase }> = {
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
const UNDER_WAY: readonly Phase[] = ["running", "paused"];
/** What can still happen to a part of the nation: also after the national end, while answers are collected. */
const BEFORE_CLOSE: readonly Phase[] = ["check_in", "ready", "running", "paused", "ended", "collecting"];
/** The part of an act that decides whether it is legal. */
export type ActClaim = Pick<Act, "kind" | "scope"> & ActDetails;

/** Why an act is refused in this state, or null when it is legal. Who may act for which scope is another question. */
export function refusalOf(state: SittingState, act: ActClaim): string | null {
  const own = scopeStateOf(state, scopeKey(act.scope));
  const ofScope = refusalOfScope(act);
  if (ofScope !== null) return ofScope;
  switch (act.kind) {
    case "pause":
      if (!hasStarted(state, own)) return "nothing to pause: it has not started";
      if (hasEnded(state, own)) return "nothing to pause: it is over";
      return openPause(own) ? "it is paused already" : null;
    case "resume":
      return refusalOfResume(state, act);
    case "credit":
      if (!Number.isSafeInteger(act.creditMs) || (act.creditMs ?? 0) <= 0 || (act.creditMs ?? 0) > CREDIT_MAX_MS)
        return `a credit is a whole number of milliseconds, at most ${CREDIT_MAX_MS}`;
      return hasStarted(state, own) && BEFORE_CLOSE.includes(state.phase) ? null : `no credit while ${state.phase}`;
    case "extra_time":
      if (!isExtraTime(act)) return "extra time is a fraction from 1/1 to 4/3";
      return state.phase === "closed" || state.phase === "cancelled" ? `no extra time while ${state.phase}` : null;
    case "hold":
      return hasStarted(state, own) ? "it has started" : refusalOfPart(state, own, act);
    case "backup":
      if (own.cancelledAtMs !== null) return "it is cancelled";
      return BEFORE_CLOSE.includes(state.phase) ? null : `no backup paper while ${state.phase}`;
    case "undo":
      return refusalOfUndo(own, act);
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
      return act.scope.kind === "nation" ? refusalOfTransition(state, act.kind) : refusalOfPart(state, own, act);
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

function refusalOfUndo(own: ScopeState, { actId, undoes }: ActClaim): string | null {
  if (own.last === null || own.last.actId !== actId) return "something followed it: it can no longer be taken back";
  return own.last.kind === undoes ? null : `it was a ${own.last.kind}, not a ${undoes ?? "nothing"}`;
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
function refusalOfPart(state: SittingState, own: ScopeState, act: ActClaim): string | null {
  if (!BEFORE_CLOSE.includes(state.phase)) return `${act.kind} is not possible while the sitting is ${state.phase}`;
  if (own.cancelledAtMs !== null) return "it is cancelled";
  if (act.kind === "ready") return own.startedAtMs === null ? null : "it has started";
  if (act.kind === "start") {
    if (own.startedAtMs !== null) return "it has a start of its own already";
    return own.readyAtMs === null && !act.override?.trim() ? "it is not ready: say why it starts all the same" : null;
  }
  if (act.kind === "end") return hasStarted(state, own) && !hasEnded(state, own) ? null : "nothing to end";
  return null;
}

/** Wider scopes have greater numbers. Which room belongs to which centre is known to whoever asks, not here. */
const WIDTH: Record<Scope["kind"], number> = { nation: 3, centre: 2, room: 1, candidate: 0 };

/** A pause may be lifted where it was made, or for a part of it that was not let out before. */
function refusalOfResume(state: SittingState, act: ActClaim): string | null {
  const lifts = act.lifts ?? act.scope;
  const pause = openPause(scopeStateOf(state, scopeKey(lifts)));
  if (!pause) return "it is not paused";
  if (scopeKey(lifts) === scopeKey(act.scope)) return null;
  if (WIDTH[act.scope.kind] >= WIDTH[lifts.kind]) return "only a part of those who are paused can be let out";
  return pause.lifted.some((l) => l.scope === scopeKey(act.scope)) ? "it was let out already" : null;
}

const hasStarted = (state: SittingState, own: ScopeState) =>
  own.startedAtMs !== null ||
  (own.heldAtMs === null && (state.startedAtMs !== null || UNDER_WAY.includes(state.phase)));
const hasEnded = (state: SittingState, own: ScopeState) =>
  own.endedAtMs !== null || (state.endedAtMs !== null && own.startedAtMs === null) || own.cancelledAtMs !== null;
const openPause = (own: ScopeState): Pause | undefined => own.pauses.find((p) => p.untilMs === null);

/** The state after one act. An illegal act in a journal is a defect: appending checks it first. */
export function applyAct(state: SittingState, act: Act): SittingState {
  const refusal = refusalOf(state, act);
  if (refusal) throw new Error(`illegal act ${act.id} in the journal: ${refusal}`);
  const national = act.scope.kind === "nation";
  const scopes = new Map(state.scopes);
  const key = act.kind === "resume" ? scopeKey(act.lifts) : scopeKey(act.scope);
  const after = scopeAfter(scopeStateOf(state, key), act, nothingHasStarted(state));
  scopes.set(key, { ...after, last: { actId: act.id, kind: act.kind } });
  const nation = scopes.get("nation") ?? UNTOUCHED;
  return {
    phase: national ? nationalPhase(state.phase, act) : state.phase,
    startedAtMs: nation.startedAtMs,
    endedAtMs: nation.endedAtMs ?? nation.cancelledAtMs,
    lastActId: act.id,
    instructionCount: state.instructionCount + (act.kind === "instruction" && act.number !== null ? 1 : 0),
    scopes,
  };
}
export const foldJournal = (acts: readonly Act[]): SittingState => acts.reduce(applyAct, PLANNED);

const nothingHasStarted = ({ scopes }: SittingState) => [...scopes.values()].every((own) => own.startedAtMs === null);

function nationalPhase(phase: Phase, act: Act): Phase {
  if (act.kind === "pause") return "paused";
  if (act.kind === "resume" || act.kind === "backup") return "running";
  // Readiness that was said for the whole nation and taken back.
  if (act.kind === "undo") return phase === "ready" ? "check_in" : phase;
  return act.kind in TRANSITIONS ? TRANSITIONS[act.kind as PhaseActKind].to : phase;
}

function scopeAfter(own: ScopeState, act: Act, nothingStarted: boolean): ScopeState {
  const at = act.effectiveAtMs;
  switch (act.kind) {
    case "ready":
      // Ready again after the others have started: it still needs a start of its own, or it would begin in the past.
      return { ...own, readyAtMs: at, heldAtMs: nothingStarted ? null : own.heldAtMs };
    case "hold":
      return { ...own, readyAtMs: null, heldAtMs: at };
    case "start":
      return { ...own, startedAtMs: at };
    case "backup":
      return { ...own, startedAtMs: at, backupAtMs: at, endedAtMs: null };
    case "end":
      return { ...own, endedAtMs: at };
    case "cancel":
      return { ...own, cancelledAtMs: at };
    case "credit":
      return { ...own, credits: [...own.credits, { actId: act.id, atMs: at, creditMs: act.creditMs }] };
    case "extra_time": {
      const { id: actId, numerator, denominator } = act;
      return { ...own, extraTimes: [...own.extraTimes, { actId, numerator, denominator }] };
    }
    case "undo":
      return scopeWithout(own, act.actId);
    case "pause":
      return { ...own, pauses: [...own.pauses, { fromMs: at, untilMs: null, lifted: [] }] };
    case "resume":
      return { ...own, pauses: own.pauses.map((p) => (p.untilMs === null ? lift(p, act) : p)) };
    default:
      return own;
  }
}

/** The scope as if its last act had not happened. */
const scopeWithout = (own: ScopeState, actId: string): ScopeState => ({
  ...own,
  readyAtMs: own.last?.kind === "ready" ? null : own.readyAtMs,
  credits: own.credits.filter((credit) => credit.actId !== actId),
  extraTimes: own.extraTimes.filter((extra) => extra.actId !== actId),
});

function lift(pause: Pause, act: Extract<Act, { kind: "resume" }>): Pause {
  // Lifting a pause that was announced for later, before it began, leaves an empty one.
  const atMs = Math.max(pause.fromMs, act.effectiveAtMs);
  if (scopeKey(act.scope) === scopeKey(act.lifts)) return { ...pause, untilMs: atMs };
  return { ...pause, lifted: [...pause.lifted, { scope: scopeKey(act.scope), atMs }] };
}
