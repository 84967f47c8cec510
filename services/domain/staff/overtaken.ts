/** Whether somebody acted on the same people since a dialog was opened. */
import { type Act, type ActKind, RECORD_ACT_KINDS } from "#domain/sitting/act";
import { containing, type Places } from "#domain/sitting/places";
import { type Scope, scopeKey } from "#domain/sitting/scope";

export interface SeenClaim {
  readonly kind: ActKind;
  readonly scope: Scope;
  /** The last act that the person knew of; null: whatever happened meanwhile. */
  readonly seenActId: string | null;
}

/** Recorded beside each other: one more is never in the way of another. */
const NEVER_IN_THE_WAY: readonly ActKind[] = ["instruction", "incident"];
const isRecord = (kind: ActKind): boolean => (RECORD_ACT_KINDS as readonly ActKind[]).includes(kind);

/**
 * The latest act that the person did not know of and that changes what they decided upon; null when there is none. For
 * what moves a clock or a phase, any such act of the same or a containing scope; for what is recorded, the same kind of
 * record of the same scope. A journal that does not have the act they saw is wholly unknown to them.
 */
export function overtakenBy(acts: readonly Act[], claim: SeenClaim, places: Places): Act | null {
  const { kind, scope, seenActId } = claim;
  if (seenActId === null || NEVER_IN_THE_WAY.includes(kind)) return null;
  const since = acts.slice(acts.findIndex((act) => act.id === seenActId) + 1);
  const around = containing(scope, places) ?? [scopeKey(scope)];
  const inTheWay = (act: Act) =>
    isRecord(kind)
      ? act.kind === kind && scopeKey(act.scope) === scopeKey(scope)
      : !isRecord(act.kind) && around.includes(scopeKey(act.scope));
  return since.findLast(inTheWay) ?? null;
}
