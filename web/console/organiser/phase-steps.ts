/** The national phase as steps to go through. */
import type { ActKind } from "#domain/sitting/act";
import type { Phase } from "#domain/sitting/state";

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
