/** The sitting's clock: phase and ends as a fold of the journal, the same on every node. Integer milliseconds. */
import type { Act, ActKind } from "#domain/sitting/act";

export type Phase = "planned" | "check_in" | "ready" | "running" | "ended" | "collecting" | "closed" | "cancelled";

/** Planned extra time as a fraction of the duration, 1/1 for most, at most 4/3. */
export interface ExtraTime {
  readonly numerator: number;
  readonly denominator: number;
}
export const NO_EXTRA_TIME: ExtraTime = { numerator: 1, denominator: 1 };

export interface SittingState {
  readonly phase: Phase;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lastActId: string | null;
}
export const PLANNED: SittingState = { phase: "planned", startedAtMs: null, endedAtMs: null, lastActId: null };

/** From which phases each act is legal, and where it leads. */
const TRANSITIONS: Record<ActKind, { from: readonly Phase[]; to: Phase }> = {
  check_in: { from: ["planned"], to: "check_in" },
  ready: { from: ["check_in"], to: "ready" },
  start: { from: ["check_in", "ready"], to: "running" },
  end: { from: ["running"], to: "ended" },
  collect: { from: ["ended"], to: "collecting" },
  close: { from: ["collecting", "ended"], to: "closed" },
  cancel: { from: ["planned", "check_in", "ready", "running", "ended", "collecting"], to: "cancelled" },
};

/** Acts after which nobody composes any more. */
const ENDING: readonly ActKind[] = ["end", "cancel"];

/** Why an act is refused in this state, or null when it is legal. */
export function refusalOf(state: SittingState, kind: ActKind): string | null {
  const allowed = TRANSITIONS[kind].from;
  return allowed.includes(state.phase) ? null : `${kind} is not possible while the sitting is ${state.phase}`;
}

/** The state after one act. An illegal act in a journal is a bug: appending checks it first. */
export function applyAct(state: SittingState, act: Act): SittingState {
  const refusal = refusalOf(state, act.kind);
  if (refusal) throw new Error(`illegal act ${act.id} in the journal: ${refusal}`);
  return {
    phase: TRANSITIONS[act.kind].to,
    startedAtMs: act.kind === "start" ? act.effectiveAtMs : state.startedAtMs,
    endedAtMs: ENDING.includes(act.kind) ? (state.endedAtMs ?? act.effectiveAtMs) : state.endedAtMs,
    lastActId: act.id,
  };
}
export const foldJournal = (acts: readonly Act[]): SittingState => acts.reduce(applyAct, PLANNED);

/** A candidate's duration: the planned one times the extra-time factor, rounded up to the millisecond. */
export function durationWith(durationMs: number, extra: ExtraTime): number {
  return Math.ceil((durationMs * extra.numerator) / extra.denominator);
}

/**
 * When a candidate's time is over, ms: the planned end, or the end or cancellation of the sitting if that came first;
 * null while the sitting has not started.
 */
export function endOf(state: SittingState, durationMs: number, extra: ExtraTime): number | null {
  if (state.startedAtMs === null) return null;
  const planned = state.startedAtMs + durationWith(durationMs, extra);
  return Math.min(planned, state.endedAtMs ?? planned);
}
