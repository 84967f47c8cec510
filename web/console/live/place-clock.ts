/** The clock of a room or a centre: its stage, the pause in force and who made it, the end that most have. Pure. */
import type { Act } from "#contracts/act";
import { type CandidateClock, clockAt, NO_EXTRA_TIME, pausesByScope } from "#domain/sitting/clock";
import type { Place, Scope } from "#domain/sitting/scope";
import { type CandidateView, durationAt, type Timing } from "./candidate-view.ts";
import type { SittingView } from "./sitting-view.ts";

/** A place of nobody in particular. */
export const placeOfRoom = (centreId: number, roomId: number): Place => ({ centreId, roomId, candidateId: 0 });

export const clockOfPlace = (view: SittingView, timing: Timing, place: Place, nowMs: number): CandidateClock =>
  clockAt(view.state, durationAt(view, timing, place), NO_EXTRA_TIME, place, nowMs);

/** The widest pause that holds at a place now: its scope, and the act that made it (null: it is not in the journal known). */
export function pauseInForce(
  view: SittingView,
  place: Place,
  nowMs: number,
): { readonly scope: Scope; readonly act: Act | null } | null {
  const scopes: Scope[] = [
    { kind: "nation" },
    { kind: "centre", id: place.centreId },
    { kind: "room", id: place.roomId },
    { kind: "candidate", id: place.candidateId },
  ];
  const index = pausesByScope(view.state, place).findIndex((pauses) =>
    pauses.some(({ fromMs, untilMs }) => fromMs <= nowMs && (untilMs === null || nowMs < untilMs)),
  );
  const scope = scopes[index];
  if (!scope) return null;
  const made = view.acts.findLast(
    (act) => act.kind === "pause" && act.effectiveAtMs <= nowMs && sameScope(act.scope, scope),
  );
  return { scope, act: made ?? null };
}
export const sameScope = (a: Scope, b: Scope): boolean =>
  a.kind === b.kind && (a.kind === "nation" || b.kind === "nation" || a.id === b.id);

/** The end that most of those at work have, and how many have another one. Null: no end is known. */
export function commonEnd(candidates: readonly CandidateView[]): { endMs: number | null; others: number } {
  const counts = new Map<number, number>();
  for (const { endMs, state } of candidates)
    if (endMs !== null && state !== "absent" && state !== "cancelled") counts.set(endMs, (counts.get(endMs) ?? 0) + 1);
  const [most] = [...counts].sort(([aMs, a], [bMs, b]) => b - a || aMs - bMs);
  if (!most) return { endMs: null, others: 0 };
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return { endMs: most[0], others: all - most[1] };
}
