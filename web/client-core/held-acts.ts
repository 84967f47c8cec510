/** The part of a sitting's journal that a tablet is told, and what it makes of the clock. Pure. */
import { type Act, RECORD_ACT_KINDS } from "#domain/sitting/act";
import { applyAct, PLANNED, refusalOf, type SittingState } from "#domain/sitting/clock";

export interface HeldActs {
  /** In the journal's order. */
  readonly acts: readonly Act[];
  readonly state: SittingState;
}
const NOTHING: HeldActs = { acts: [], state: PLANNED };

/** With one act more; null when it is held already, or cannot follow (no sound journal has it: the clock stays as it is). */
export function withAct({ acts, state }: HeldActs, act: Act): HeldActs | null {
  if (acts.some((held) => held.id === act.id)) return null;
  // No clock depends on what is only recorded, and this tablet sees a part of that: it cannot judge whether it is legal.
  if ((RECORD_ACT_KINDS as readonly string[]).includes(act.kind)) return { acts: [...acts, act], state };
  return refusalOf(state, act) === null ? { acts: [...acts, act], state: applyAct(state, act) } : null;
}

export const holdActs = (acts: readonly Act[]): HeldActs =>
  acts.reduce((held, act) => withAct(held, act) ?? held, NOTHING);

/** Last act held: what a hello names. */
export const lastActIdOf = ({ acts }: HeldActs): string | null => acts.at(-1)?.id ?? null;
