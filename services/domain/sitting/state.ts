/** The state of a sitting: a fold of its journal, the same on every node. */
import { CREDIT_MAX_MS, type Act, type PhaseActKind } from "#domain/sitting/act";
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
  readonly creditMs: number;
  readonly pauses: readonly Pause[];
}
export interface SittingState {
  /** The national phase, as far as acts were appended (their effect may still be to come: see clock.ts). */
  readonly phase: Phase;
  /** National start and end, ms: what holds where no narrower scope says otherwise. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lastActId: string | null;
  readonly scopes: ReadonlyMap<ScopeKey, ScopeState>;
}

const UNTOUCHED: ScopeState = {
  readyAtMs: null,
  startedAtMs: null,
  endedAtMs: null,
  cancelledAtMs: null,
  creditMs: 0,
  pauses: [],
};
export const PLANNED: SittingState = {
  phase: "planned",
  startedAtMs: null,
  endedAtMs: null,
  lastActId: null,
  scopes: new Map(),
};
export const scopeStateOf = (state: SittingState, key: ScopeKey): ScopeState => state.scopes.get(key) ?? UNTOUCHED;

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
const NATIONAL_ONLY: readonly Act["kind"][] = ["check_in", "collect", "close"];
const UNDER_WAY: readonly Phase[] = ["running", "paused"];
/** What can still happen to a part of the nation: also after the national end, while answers are collected. */
const BEFORE_CLOSE: readonly Phase[] = ["check_in", "ready", "running", "paused", "ended", "collecting"];

/** The part of an act that decides whether it is legal. */
export type ActClaim = Pick<Act, "kind" | "scope"> & {
  readonly override?: string | null;
  readonly lifts?: Scope;
  readonly creditMs?: number;
};

/** Why an act is refused in this state, or null when it is legal. Who may act for which scope is another question. */
export function refusalOf(state: SittingState, act: ActClaim): string | null {
  const national = act.scope.kind === "nation";
  const own = scopeStateOf(state, scopeKey(act.scope));
  if (NATIONAL_ONLY.includes(act.kind) && !national) return `${act.kind} concerns the whole sitting, not a part of it`;
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
    default:
      return national ? refusalOfTransition(state, act.kind) : refusalOfPart(state, own, act);
  }
}

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
  own.startedAtMs !== null || state.startedAtMs !== null || UNDER_WAY.includes(state.phase);
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
  scopes.set(key, scopeAfter(scopeStateOf(state, key), act));
  const nation = scopes.get("nation") ?? UNTOUCHED;
  return {
    phase: national ? nationalPhase(state.phase, act) : state.phase,
    startedAtMs: nation.startedAtMs,
    endedAtMs: nation.endedAtMs ?? nation.cancelledAtMs,
    lastActId: act.id,
    scopes,
  };
}
export const foldJournal = (acts: readonly Act[]): SittingState => acts.reduce(applyAct, PLANNED);

function nationalPhase(phase: Phase, act: Act): Phase {
  if (act.kind === "pause") return "paused";
  if (act.kind === "resume") return "running";
  if (act.kind === "credit") return phase;
  return TRANSITIONS[act.kind].to;
}

function scopeAfter(own: ScopeState, act: Act): ScopeState {
  const at = act.effectiveAtMs;
  switch (act.kind) {
    case "ready":
      return { ...own, readyAtMs: at };
    case "start":
      return { ...own, startedAtMs: at };
    case "end":
      return { ...own, endedAtMs: at };
    case "cancel":
      return { ...own, cancelledAtMs: at };
    case "credit":
      return { ...own, creditMs: own.creditMs + act.creditMs };
    case "pause":
      return { ...own, pauses: [...own.pauses, { fromMs: at, untilMs: null, lifted: [] }] };
    case "resume":
      return { ...own, pauses: own.pauses.map((p) => (p.untilMs === null ? lift(p, act) : p)) };
    default:
      return own;
  }
}

function lift(pause: Pause, act: Extract<Act, { kind: "resume" }>): Pause {
  // Lifting a pause that was announced for later, before it began, leaves an empty one.
  const atMs = Math.max(pause.fromMs, act.effectiveAtMs);
  if (scopeKey(act.scope) === scopeKey(act.lifts)) return { ...pause, untilMs: atMs };
  return { ...pause, lifted: [...pause.lifted, { scope: scopeKey(act.scope), atMs }] };
}
