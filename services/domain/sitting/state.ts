/** The state of a sitting: a fold of its journal, the same on every node. */
import type { Act } from "#domain/sitting/act";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { refusalOf, TRANSITIONS } from "#domain/sitting/refusal";
import { scopeKey } from "#domain/sitting/scope";
import {
  type Pause,
  type Phase,
  PLANNED,
  type ScopeState,
  scopeStateOf,
  type SittingState,
} from "#domain/sitting/scope-state";

export { type ActClaim, refusalOf } from "#domain/sitting/refusal";
export {
  ownCreditMs,
  type Pause,
  type Phase,
  PLANNED,
  type ScopeState,
  scopeStateOf,
  type SittingState,
} from "#domain/sitting/scope-state";

/** The state after one act. An illegal act in a journal is a defect: appending checks it first. */
export function applyAct(state: SittingState, act: Act): SittingState {
  const refusal = refusalOf(state, act);
  if (refusal) throw new Error(`illegal act ${act.id} in the journal: ${inEnglish(refusal)}`);
  const scopes = new Map(state.scopes);
  const key = act.kind === "resume" ? scopeKey(act.lifts) : scopeKey(act.scope);
  const own = scopeStateOf(state, key);
  // One step back is enough: after an undo there is nothing left to take back.
  const last = { actId: act.id, kind: act.kind, before: { ...own, last: null } };
  scopes.set(key, { ...scopeAfter(own, act), last });
  const nation = scopeStateOf({ ...state, scopes }, "nation");
  return {
    phase: act.scope.kind === "nation" ? nationalPhase(state.phase, act, nation) : state.phase,
    startedAtMs: nation.startedAtMs,
    endedAtMs: nation.endedAtMs ?? nation.cancelledAtMs,
    lastActId: act.id,
    instructionCount: state.instructionCount + (act.kind === "instruction" && act.number !== null ? 1 : 0),
    scopes,
  };
}
export const foldJournal = (acts: readonly Act[]): SittingState => acts.reduce(applyAct, PLANNED);

function nationalPhase(phase: Phase, act: Act, nation: ScopeState): Phase {
  switch (act.kind) {
    case "pause":
      return "paused";
    case "resume":
    case "backup":
      return "running";
    case "undo":
      // Readiness that was said for the whole nation and taken back.
      return act.undoes === "ready" && nation.readyAtMs === null ? "check_in" : phase;
    case "check_in":
    case "ready":
    case "start":
    case "end":
    case "collect":
    case "close":
    case "cancel":
      return TRANSITIONS[act.kind].to;
    default:
      return phase;
  }
}

function scopeAfter(own: ScopeState, act: Act): ScopeState {
  const at = act.effectiveAtMs;
  switch (act.kind) {
    case "ready":
      return { ...letGo(own, at), readyAtMs: at };
    case "hold":
      return { ...own, readyAtMs: null, heldAtMs: own.heldAtMs ?? at };
    case "start":
      return { ...letGo(own, at), startedAtMs: at };
    case "backup":
      // The new start ends what stood still here: a pause of a wider scope goes on until it is lifted there.
      return { ...letGo(own, at), startedAtMs: at, backupAtMs: at, endedAtMs: null, pauses: resumed(own, at) };
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
      return own.last?.before ?? own;
    case "pause":
      return { ...own, pauses: [...takenBack(own, at), { fromMs: at, untilMs: null, lifted: [] }] };
    case "resume":
      return { ...own, pauses: scopeKey(act.scope) === scopeKey(act.lifts) ? resumed(own, at) : letOut(own, act) };
    default:
      return own;
  }
}

/** Held back no longer. A wider start that took effect meanwhile still does not count: it would lie in the past. */
const letGo = (own: ScopeState, untilMs: number): ScopeState => ({
  ...own,
  heldAtMs: null,
  heldBefore: own.heldAtMs === null ? own.heldBefore : [...own.heldBefore, { fromMs: own.heldAtMs, untilMs }],
});

/** A pause said before an announced resume takes effect takes that resume back: it could not be moved otherwise. */
const takenBack = (own: ScopeState, atMs: number): Pause[] =>
  own.pauses.map((pause) =>
    pause.fromMs <= atMs && pause.untilMs !== null && pause.untilMs > atMs ? { ...pause, untilMs: atMs } : pause,
  );

/** Lifting a pause that was announced for later, before it began, leaves an empty one. */
const resumed = (own: ScopeState, atMs: number): Pause[] =>
  own.pauses.map((pause) => (pause.untilMs === null ? { ...pause, untilMs: Math.max(pause.fromMs, atMs) } : pause));
const letOut = (own: ScopeState, { scope, effectiveAtMs }: Act): Pause[] =>
  own.pauses.map((pause) => {
    if (pause.untilMs !== null) return pause;
    const atMs = Math.max(pause.fromMs, effectiveAtMs);
    return { ...pause, lifted: [...pause.lifted, { scope: scopeKey(scope), atMs }] };
  });
