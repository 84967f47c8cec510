/** Tablets that play candidates by themselves: in a rehearsal, where somebody asked for it. */
import type { Act, ActKind } from "#domain/sitting/act";
import type { Reason } from "#domain/sitting/reason";
import { covers, type Place } from "#domain/sitting/scope";

/** Why an act about playing is refused where answers count; null for every other act, and in a rehearsal. */
export const refusalToPlay = (kind: ActKind, rehearsal: boolean): Reason | null =>
  !rehearsal && (kind === "play" || kind === "stop_play") ? { code: "rehearsal_only" } : null;

/** Whether the tablet at a place plays by itself: the last word in force that covers it. `acts` in journal order. */
export function playsAt(acts: readonly Act[], place: Place, rehearsal: boolean, nowMs: number): boolean {
  if (!rehearsal) return false;
  const last = acts.findLast(
    ({ effectiveAtMs, kind, scope }) =>
      (kind === "play" || kind === "stop_play") && effectiveAtMs <= nowMs && covers(scope, place),
  );
  return last?.kind === "play";
}
