/** A candidate's clock: start, pauses, credits and end, from the sitting's state and the candidate's place. Integer ms. */
import { type Interval, merge } from "#domain/sitting/intervals";
import { type Place, type ScopeKey, scopesOf } from "#domain/sitting/scope";
import { type ScopeState, scopeStateOf, type SittingState } from "#domain/sitting/state";

export type { Interval } from "#domain/sitting/intervals";
export { applyAct, foldJournal, type Phase, PLANNED, refusalOf, type SittingState } from "#domain/sitting/state";

/** Planned extra time as a fraction of the duration, 1/1 for most, at most 4/3. */
export interface ExtraTime {
  readonly numerator: number;
  readonly denominator: number;
}
export const NO_EXTRA_TIME: ExtraTime = { numerator: 1, denominator: 1 };

/** A candidate's duration: the planned one times the extra-time factor, rounded up to the millisecond. */
export function durationWith(durationMs: number, extra: ExtraTime): number {
  return Math.ceil((durationMs * extra.numerator) / extra.denominator);
}

/** What concerns a place: without one, the nation alone. */
const keysOf = (place: Place | null): readonly ScopeKey[] => (place ? scopesOf(place) : ["nation"]);
const statesOf = (state: SittingState, place: Place | null): readonly ScopeState[] =>
  keysOf(place).map((key) => scopeStateOf(state, key));

/**
 * The start that counts at a place, and how narrow its scope is (0: the nation): the narrowest one that reaches it. A
 * part that is held back is not reached by wider starts of that time; a backup paper starts again even who had a start
 * of their own. Null while none is known.
 */
function startAt(state: SittingState, place: Place | null): { atMs: number; narrowness: number } | null {
  const states = statesOf(state, place);
  const sinceMs = backupAt(state, place) ?? Number.NEGATIVE_INFINITY;
  const reaches = (atMs: number, narrowness: number) =>
    atMs >= sinceMs && !states.slice(narrowness + 1).some((own) => isHeldAt(own, atMs));
  const starts = states.map(({ startedAtMs: atMs }, narrowness) =>
    atMs !== null && reaches(atMs, narrowness) ? { atMs, narrowness } : null,
  );
  return starts.findLast((start) => start !== null) ?? null;
}
const isHeldAt = (own: ScopeState, atMs: number): boolean =>
  (own.heldAtMs !== null && own.heldAtMs <= atMs) || own.heldBefore.some((h) => h.fromMs <= atMs && atMs < h.untilMs);

/** When the paper starts there, ms; null while no start is known that counts there. */
export const startOf = (state: SittingState, place: Place | null): number | null => startAt(state, place)?.atMs ?? null;

/**
 * When the backup paper is given there, ms; null where the paper as planned is taken. The first time counts: who has it
 * already goes on when it is given to others.
 */
function backupAt(state: SittingState, place: Place | null): number | null {
  const given = statesOf(state, place).flatMap(({ backupAtMs }) => (backupAtMs === null ? [] : [backupAtMs]));
  return given.length > 0 ? Math.min(...given) : null;
}

/** Which of the two staged papers is taken at a place. */
export const paperOf = (state: SittingState, place: Place | null): "main" | "backup" =>
  backupAt(state, place) === null ? "main" : "backup";

/** A candidate's extra time: as planned, or as it was corrected on the day. */
export const extraTimeOf = (state: SittingState, planned: ExtraTime, place: Place | null): ExtraTime =>
  statesOf(state, place).at(-1)?.extraTimes.at(-1) ?? planned;

/** Time given back at a place by credits, ms; those given before a backup paper's new start do not count. */
export function creditOf(state: SittingState, place: Place | null): number {
  const sinceMs = backupAt(state, place) ?? Number.NEGATIVE_INFINITY;
  const credits = statesOf(state, place).flatMap((own) => own.credits.filter(({ atMs }) => atMs >= sinceMs));
  return credits.reduce((sum, { creditMs }) => sum + creditMs, 0);
}

/** The pauses that hold at a place, of each of its scopes, widest first: the nation's, the centre's, … */
export function pausesByScope(state: SittingState, place: Place | null): Interval[][] {
  const keys = keysOf(place);
  return statesOf(state, place).map((own) =>
    own.pauses
      .map(({ fromMs, untilMs, lifted }) => {
        const ends = lifted.filter((l) => keys.includes(l.scope)).map((l) => l.atMs);
        if (untilMs !== null) ends.push(untilMs);
        return { fromMs, untilMs: ends.length > 0 ? Math.min(...ends) : null };
      })
      // One that was called off before it began leaves nothing.
      .filter(({ fromMs, untilMs }) => untilMs === null || untilMs > fromMs),
  );
}

/** The pauses of a place, merged: overlapping pauses of several scopes count once. Earliest first. */
export const pausesOf = (state: SittingState, place: Place | null): Interval[] =>
  merge(pausesByScope(state, place).flat());

/** When somebody ended or cancelled it there, ms, or null. A part that started on its own is not ended with the nation. */
function endedAt(state: SittingState, place: Place | null): number | null {
  const states = statesOf(state, place);
  const backupMs = backupAt(state, place) ?? Number.NEGATIVE_INFINITY;
  const narrowness = startAt(state, place)?.narrowness ?? 0;
  const ends = states.flatMap((own, index) => [
    ...(own.endedAtMs !== null && own.endedAtMs >= backupMs && index >= narrowness ? [own.endedAtMs] : []),
    ...(own.cancelledAtMs !== null ? [own.cancelledAtMs] : []),
  ]);
  return ends.length > 0 ? Math.min(...ends) : null;
}

/**
 * When a candidate's time is over, ms: start + duration × extra time + the union of the pauses that began before it +
 * credits; or the act that ended or cancelled it, if that came first. Null while it cannot be known: not started, or
 * a pause without an announced end.
 */
export function endOf(
  state: SittingState,
  durationMs: number,
  extra: ExtraTime,
  place: Place | null = null,
): number | null {
  const ended = endedAt(state, place);
  const planned = plannedEnd(state, durationMs, extra, place, null);
  if (planned === null) return startOf(state, place) === null ? null : ended;
  return ended === null ? planned : Math.min(planned, ended);
}

/** `asOfMs`: counts pauses only up to that instant; null counts them whole, and an open one makes the answer null. */
function plannedEnd(
  state: SittingState,
  durationMs: number,
  extra: ExtraTime,
  place: Place | null,
  asOfMs: number | null,
): number | null {
  const startMs = startOf(state, place);
  if (startMs === null) return null;
  let endMs = startMs + durationWith(durationMs, extraTimeOf(state, extra, place)) + creditOf(state, place);
  for (const { fromMs, untilMs } of pausesOf(state, place)) {
    if (fromMs >= endMs || (asOfMs !== null && fromMs > asOfMs)) break;
    const until = asOfMs === null ? untilMs : Math.min(untilMs ?? asOfMs, asOfMs);
    if (until === null) return null;
    endMs += Math.max(0, until - Math.max(fromMs, startMs));
  }
  return endMs;
}

export type CandidateClock =
  /** Not started; `startsAtMs` when the start has been announced. */
  | { readonly stage: "waiting"; readonly startsAtMs: number | null }
  | {
      readonly stage: "running";
      readonly leftMs: number;
      /** A pause announced for later. */ readonly pausesAtMs: number | null;
    }
  /** The time left stands still; `resumesAtMs` when it has been announced. */
  | { readonly stage: "paused"; readonly leftMs: number; readonly sinceMs: number; readonly resumesAtMs: number | null }
  | { readonly stage: "over" }
  | { readonly stage: "cancelled" };

const isCancelled = (state: SittingState, place: Place | null, nowMs: number): boolean =>
  statesOf(state, place).some((own) => own.cancelledAtMs !== null && own.cancelledAtMs <= nowMs);

/** Whether the start that counts at a place is in effect at an instant, and nobody has cancelled it. */
export function hasStarted(state: SittingState, place: Place | null, nowMs: number): boolean {
  const startMs = startOf(state, place);
  return startMs !== null && startMs <= nowMs && !isCancelled(state, place, nowMs);
}

/** Where a candidate stands at an instant: what the tablet shows and the consoles list. */
export function clockAt(
  state: SittingState,
  durationMs: number,
  extra: ExtraTime,
  place: Place | null,
  nowMs: number,
): CandidateClock {
  if (isCancelled(state, place, nowMs)) return { stage: "cancelled" };
  const startMs = startOf(state, place);
  if (startMs === null || nowMs < startMs) return { stage: "waiting", startsAtMs: startMs };
  const ended = endedAt(state, place);
  const pauses = pausesOf(state, place);
  const pause = pauses.find((p) => p.fromMs <= nowMs && (p.untilMs === null || nowMs < p.untilMs));
  // What is left now: as if a pause under way ended now, and as if no later one was planned.
  const soFar = plannedEnd(state, durationMs, extra, place, nowMs) ?? nowMs;
  const endMs = ended === null ? soFar : Math.min(soFar, Math.max(ended, nowMs));
  if (endMs <= nowMs || (ended !== null && ended <= nowMs)) return { stage: "over" };
  const leftMs = endMs - nowMs;
  if (pause) return { stage: "paused", leftMs, sinceMs: Math.max(pause.fromMs, startMs), resumesAtMs: pause.untilMs };
  return { stage: "running", leftMs, pausesAtMs: pauses.find((p) => p.fromMs > nowMs)?.fromMs ?? null };
}
