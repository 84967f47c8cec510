/** The national phase as steps to go through, and which acts the phase allows the organiser to ask for. */
import type { ActKind } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import { type Phase, refusalOf, type SittingState } from "#domain/sitting/state";

export const STEPS = ["planned", "check_in", "ready", "running", "ended", "collecting", "closed"] as const;
export type Step = (typeof STEPS)[number];

/** Where a phase stands among the steps; a pause interrupts `running`, a cancelled sitting stands nowhere. */
export const stepOf = (phase: Phase): Step | null =>
  phase === "cancelled" ? null : phase === "paused" ? "running" : phase;

/** The one act that leads on from a phase. */
export const NEXT_ACT: Partial<Record<Phase, ActKind>> = {
  planned: "check_in",
  check_in: "start",
  ready: "start",
  running: "end",
  paused: "resume",
  ended: "collect",
  collecting: "close",
};
/** Everything else that the nation may be told, in the order of the bar. */
const OTHER_ACTS = ["pause", "credit", "backup", "ready", "end", "cancel"] as const;

/** National acts that are legal now besides the next one. */
export function otherActs(state: SittingState): ActKind[] {
  return OTHER_ACTS.filter((kind) => {
    if (kind === NEXT_ACT[state.phase] && kind !== "end") return false;
    // The length of a credit is asked later: any legal one says whether the phase allows it.
    return refusalOf(state, { kind, scope: NATION, creditMs: 60_000, override: "-" }) === null;
  });
}
