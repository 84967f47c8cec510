/** Whether an exam may be declared ready: a rehearsal of its size was passed not long ago. Pure. */
import type { ActKind } from "#domain/sitting/act";
import type { Reason } from "#domain/sitting/reason";
import type { Scope } from "#domain/sitting/scope";
import type { Phase } from "#domain/sitting/scope-state";

/** A rehearsal that ended green. */
export interface PassedRehearsal {
  readonly profile: string;
  readonly candidates: number;
  /** When it began, ms. */
  readonly atMs: number;
}
/** What the rehearsals say of an exam. At most one is not null. */
export interface Rehearsed {
  /** The newest that is large enough and recent enough. */
  readonly passed: PassedRehearsal | null;
  /** Where there is none: the newest that was large enough, else the largest of the recent ones. */
  readonly nearest: PassedRehearsal | null;
}

export const REHEARSED_WITHIN_DAYS = 14;
const DAY_MS = 86_400_000;
/** They show that everything works together, with limits that any machine holds: nothing about a size. */
const PROVE_NO_SIZE: readonly string[] = ["smoke"];

/** `candidates`: of the exam; `withinDays`: how old a rehearsal may be. */
export function rehearsedFor(
  candidates: number,
  rehearsals: readonly PassedRehearsal[],
  nowMs: number,
  withinDays: number,
): Rehearsed {
  const proving = rehearsals.filter(({ profile }) => !PROVE_NO_SIZE.includes(profile));
  const recent = proving.filter(({ atMs }) => nowMs - atMs <= withinDays * DAY_MS);
  const large = (some: readonly PassedRehearsal[]) => some.filter((one) => one.candidates >= candidates);
  const passed = most(large(recent), ({ atMs }) => atMs);
  if (passed !== null) return { passed, nearest: null };
  return { passed, nearest: most(large(proving), ({ atMs }) => atMs) ?? most(recent, (one) => one.candidates) };
}

const most = (some: readonly PassedRehearsal[], of: (one: PassedRehearsal) => number): PassedRehearsal | null =>
  some.reduce<PassedRehearsal | null>((best, one) => (best === null || of(one) > of(best) ? one : best), null);

export interface ExamToRehearse {
  /** The sitting is a rehearsal itself, or a demonstration: it owes nothing. */
  readonly rehearsal: boolean;
  readonly candidates: number;
}
/** The part of an act that says "ready" for the nation. */
export interface ReadyClaim {
  readonly kind: ActKind;
  readonly scope: Scope;
  readonly override?: string | null | undefined;
}

/**
 * Whether an act needs a passed rehearsal: the nation's "ready", and a national start that nobody's "ready" came before.
 * Said with a reason (`override`), which the journal keeps, it needs none. A part that starts on its own follows the nation.
 */
export const needsRehearsal = ({ kind, override, scope }: ReadyClaim, phase: Phase, rehearsal: boolean): boolean =>
  !rehearsal &&
  scope.kind === "nation" &&
  (phase === "check_in" ? kind === "ready" || kind === "start" : phase === "ready" && kind === "ready") &&
  !override?.trim();

/** Why such an act is refused, or null. The state of the sitting decides the rest (refusal.ts). */
export function refusalUnrehearsed(
  act: ReadyClaim,
  phase: Phase,
  { candidates, rehearsal }: ExamToRehearse,
  rehearsals: readonly PassedRehearsal[],
  nowMs: number,
  withinDays: number,
): Reason | null {
  if (!needsRehearsal(act, phase, rehearsal)) return null;
  const { nearest, passed } = rehearsedFor(candidates, rehearsals, nowMs, withinDays);
  if (passed !== null) return null;
  const best = nearest && { candidates: nearest.candidates, days: Math.floor((nowMs - nearest.atMs) / DAY_MS) };
  return { code: "not_rehearsed", candidates, withinDays, best };
}
