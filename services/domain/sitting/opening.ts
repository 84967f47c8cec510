/** Which sealed paper is open at a place, and with which keys: what ingest and control may hand out, and when. Pure. */
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import { type Act, RECORD_ACT_KINDS } from "#domain/sitting/act";
import { applyAct, hasStarted, paperOf, PLANNED, refusalOf, type SittingState } from "#domain/sitting/clock";
import { covers, type Place, type Scope } from "#domain/sitting/scope";

export interface Opening {
  readonly paper: WhichPaper;
  readonly keys: PaperKeys;
}
/** What a journal says of openings, kept while it grows: costs what the acts of the clock are, not what is noted of people. */
export interface Openings {
  readonly state: SittingState;
  readonly given: readonly (Opening & { readonly scope: Scope })[];
}
export const NOTHING_OPEN: Openings = { state: PLANNED, given: [] };

/** With the acts that follow. One that cannot follow is in no sound journal: it opens nothing. */
export const openingsAfter = (openings: Openings, acts: readonly Act[]): Openings => acts.reduce(withAct, openings);

function withAct(openings: Openings, act: Act): Openings {
  if (isRecord(act) || refusalOf(openings.state, act) !== null) return openings;
  const state = applyAct(openings.state, act);
  if ((act.kind !== "start" && act.kind !== "backup") || act.keys === null) return { ...openings, state };
  const paper = act.kind === "start" ? "main" : "backup";
  return { state, given: [...openings.given, { paper, keys: act.keys, scope: act.scope }] };
}
/** No clock depends on it, nor on its being taken back. */
const isRecord = (act: Act): boolean =>
  (RECORD_ACT_KINDS as readonly string[]).includes(act.kind === "undo" ? act.undoes : act.kind);

/**
 * The paper that is open at a place. Null before its start is in effect there, once it is cancelled, and where no act that
 * covers the place has its keys.
 */
export function openingAt({ state, given }: Openings, place: Place, nowMs: number): Opening | null {
  if (!hasStarted(state, place, nowMs)) return null;
  const paper = paperOf(state, place);
  const found = given.findLast((one) => one.paper === paper && covers(one.scope, place));
  return found ? { paper, keys: found.keys } : null;
}
