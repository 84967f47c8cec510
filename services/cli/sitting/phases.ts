/** The phases that a journal's acts lead through, each from the instant at which it took effect. */
import type { Act } from "#domain/sitting/act";
import { clockAt, NO_EXTRA_TIME, pausesOf, startOf } from "#domain/sitting/clock";
import { type Place, type ScopeKey, scopesOf } from "#domain/sitting/scope";
import { applyAct, type Phase, PLANNED, scopeStateOf, type SittingState } from "#domain/sitting/state";

export interface PhaseFrom {
  readonly atMs: number;
  readonly phase: Phase;
}

/**
 * National phases in order of time. At any instant the phase is that of the last act of the journal that has taken
 * effect: what was announced for later and then forestalled never shows.
 */
export function nationalPhases(acts: readonly Act[]): PhaseFrom[] {
  const phases: PhaseFrom[] = [];
  let state = PLANNED;
  for (const act of acts) {
    state = applyAct(state, act);
    if (act.scope.kind !== "nation" || act.kind === "credit") continue;
    while ((phases.at(-1)?.atMs ?? -1) >= act.effectiveAtMs) phases.pop();
    phases.push({ atMs: act.effectiveAtMs, phase: state.phase });
  }
  return phases.filter((one, n) => one.phase !== phases[n - 1]?.phase);
}
export const phaseAt = (phases: readonly PhaseFrom[], nowMs: number): Phase =>
  phases.findLast((one) => one.atMs <= nowMs)?.phase ?? "planned";

/** Longer than any paper: with it only acts end a place's time. A time that runs out is an end, not a phase. */
const NEVER_OUT_MS = 100 * 365 * 86_400_000;

/**
 * The phases of one place, acts of every scope that covers it taken together, in order of time. `state` and `national`
 * are those of the whole journal: folded once, however many places are asked for.
 */
export function phasesOfPlace(state: SittingState, national: readonly PhaseFrom[], place: Place): PhaseFrom[] {
  const phases = changesOf(state, national, place).map((atMs) => ({
    atMs,
    phase: phaseThere(state, national, place, atMs),
  }));
  return phases.filter((one, n) => one.phase !== (phases[n - 1]?.phase ?? "planned"));
}

/** Every instant at which something may change there, earliest first. */
function changesOf(state: SittingState, national: readonly PhaseFrom[], place: Place): number[] {
  const own = scopesOf(place).map((key) => scopeStateOf(state, key));
  const instants = [
    ...national.map((one) => one.atMs),
    ...own.flatMap((one) => [one.readyAtMs, one.endedAtMs, one.cancelledAtMs]),
    startOf(state, place),
    ...pausesOf(state, place).flatMap((pause) => [pause.fromMs, pause.untilMs]),
  ];
  return [...new Set(instants.filter((atMs) => atMs !== null))].sort((a, b) => a - b);
}

const AFTER_THE_END: readonly Phase[] = ["collecting", "closed"];

function phaseThere(state: SittingState, national: readonly PhaseFrom[], place: Place, atMs: number): Phase {
  const nation = phaseAt(national, atMs);
  const clock = clockAt(state, NEVER_OUT_MS, NO_EXTRA_TIME, place, atMs);
  if (clock.stage === "cancelled") return "cancelled";
  if (AFTER_THE_END.includes(nation)) return nation;
  if (clock.stage === "over") return "ended";
  if (clock.stage !== "waiting") return clock.stage;
  const isReady = scopesOf(place).some((key: ScopeKey) => (scopeStateOf(state, key).readyAtMs ?? Infinity) <= atMs);
  if (isReady) return "ready";
  return nation === "planned" ? "planned" : "check_in";
}
