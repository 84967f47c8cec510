/** A sitting's clock in lines that a person reads. Pure. */
import { durationOfSeat, endsOf } from "#cli/replay/ends";
import type { ExamPlaces } from "#cli/replay/exam-places";
import { extraTimeOf, placeOf } from "#domain/sitting/seat";
import { inWords } from "#cli/sitting/instant";
import { nationalPhases, phaseAt, type PhaseFrom, phasesOfPlace } from "#cli/sitting/phases";
import type { Act } from "#domain/sitting/act";
import { clockAt, endOf, extraTimeOf as extraTimeNow, type SittingState } from "#domain/sitting/clock";
import { durationAt, type Durations } from "#domain/sitting/duration";
import { covers, type Scope, scopeKey } from "#domain/sitting/scope";
import { ownCreditMs, type Pause, type ScopeState, scopeStateOf } from "#domain/sitting/state";
import type { SeatRow } from "#postgres/queries/places";

export interface SittingClock {
  readonly acts: readonly Act[];
  readonly state: SittingState;
  readonly places: ExamPlaces;
  readonly durations: Durations;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** Acts that have yet to take effect, soonest first. */
export function announced({ acts, state, places, nowMs, timeZone }: SittingClock): string[] {
  return acts
    .filter((act) => act.effectiveAtMs > nowMs && !isForestalled(state, act))
    .sort((a, b) => a.effectiveAtMs - b.effectiveAtMs)
    .map((act) => `announced: ${act.kind} ${places.label(act.scope)} at ${inWords(act.effectiveAtMs, timeZone)}`);
}

/** A pause that was lifted before it began will not happen. */
const isForestalled = (state: SittingState, act: Act): boolean =>
  act.kind === "pause" &&
  scopeStateOf(state, scopeKey(act.scope)).pauses.some((p) => p.fromMs === act.effectiveAtMs && p.untilMs === p.fromMs);

/** Every part of the nation that acts have concerned: its phase now, and what is its own. */
export function exceptionLines(clock: SittingClock): string[] {
  const scopes = new Map<string, Scope>(clock.acts.map((act) => [scopeKey(act.scope), act.scope]));
  scopes.delete("nation");
  const national = nationalPhases(clock.acts);
  return [...scopes.values()].map((scope) => exceptionLine(clock, national, scope));
}

function exceptionLine(
  { state, places, nowMs, timeZone }: SittingClock,
  national: readonly PhaseFrom[],
  scope: Scope,
): string {
  const place = places.placeIn(scope);
  const phase = place ? phaseAt(phasesOfPlace(state, national, place), nowMs) : "";
  const key = scopeKey(scope);
  const lifted = [...state.scopes.values()].flatMap((one) => one.pauses.flatMap((p) => p.lifted));
  const parts = [
    ...ownParts(scopeStateOf(state, key), timeZone),
    ...lifted.filter((l) => l.scope === key).map((l) => `let out of a wider pause at ${inWords(l.atMs, timeZone)}`),
  ];
  return `exception: ${places.label(scope)}: ${[phase, ...parts].join(", ")}`;
}

function ownParts(own: ScopeState, timeZone: string): string[] {
  const at = (word: string, ms: number | null) => (ms === null ? [] : [`${word} ${inWords(ms, timeZone)}`]);
  const paused = ({ fromMs, untilMs }: Pause) => {
    const until = untilMs === null ? ", no resume announced" : ` to ${inWords(untilMs, timeZone)}`;
    return `paused from ${inWords(fromMs, timeZone)}${until}`;
  };
  const creditMs = ownCreditMs(own);
  return [
    ...at("ready", own.readyAtMs),
    ...(own.heldAtMs !== null && own.startedAtMs === null ? at("held back", own.heldAtMs) : []),
    ...(own.backupAtMs === null ? at("own start", own.startedAtMs) : at("backup paper", own.backupAtMs)),
    ...own.pauses.map(paused),
    ...(creditMs > 0 ? [`credit ${inMinutes(creditMs)}`] : []),
    ...at("ended", own.endedAtMs),
    ...at("cancelled", own.cancelledAtMs),
  ];
}

/** The end that most candidates share, then the others, earliest first. */
export function endLines({ state, durations, timeZone }: SittingClock, seats: readonly SeatRow[]): string[] {
  const counts = new Map<number | null, number>();
  for (const endMs of endsOf(state, seats, durationOfSeat(state, durations)).values())
    counts.set(endMs, (counts.get(endMs) ?? 0) + 1);
  const [most, ...others] = [...counts].sort(([a, n], [b, m]) => m - n || earlier(a, b));
  if (!most) return ["ends: the exam has no candidates"];
  const line = (what: string, [endMs, count]: [number | null, number]) =>
    `${what}: ${endMs === null ? "not known yet" : inWords(endMs, timeZone)}, ${count} ${count === 1 ? "candidate" : "candidates"}`;
  return [line("end for most", most), ...others.sort(([a], [b]) => earlier(a, b)).map((one) => line("other end", one))];
}
const earlier = (a: number | null, b: number | null): number =>
  (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);

/** Where one candidate stands, and the acts that concern them. */
export function candidateLines(
  { acts, state, durations, nowMs, places, timeZone }: SittingClock,
  seat: SeatRow,
): string[] {
  const place = placeOf(seat);
  const extra = extraTimeNow(state, extraTimeOf(seat), place);
  const durationMs = durationAt(state, durations, place);
  const now = clockAt(state, durationMs, extra, place, nowMs);
  const endMs = endOf(state, durationMs, extra, place);
  const left = "leftMs" in now ? `, ${inMinutes(now.leftMs)} left` : "";
  const factor = extra.numerator === extra.denominator ? "none" : `${extra.numerator}/${extra.denominator}`;
  return [
    `candidate: ${seat.centre}/${seat.room}, extra time ${factor}: ${now.stage}${left}`,
    `end: ${endMs === null ? "not known yet" : inWords(endMs, timeZone)}`,
    ...acts
      .filter((act) => covers(act.scope, place))
      .map(
        (act) => `act: ${inWords(act.effectiveAtMs, timeZone)} ${act.kind} ${places.label(act.scope)}: ${act.cause}`,
      ),
  ];
}

function inMinutes(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
