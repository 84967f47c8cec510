/** One candidate's clock, folded from the acts that reached the tablet, with the servers' own functions. */
import type { SignedIn } from "#loadtest/journeys/sign-in";
import { type Act, RECORD_ACT_KINDS } from "#domain/sitting/act";
import {
  applyAct,
  type CandidateClock,
  clockAt,
  endOf,
  type Interval,
  pausesOf,
  PLANNED,
  refusalOf,
  type SittingState,
} from "#domain/sitting/clock";
import { durationAt } from "#domain/sitting/duration";
import { type Place, scopesOf } from "#domain/sitting/scope";

/** A stage, and between which instants it holds if nothing is heard, ms. */
interface Known {
  readonly stage: CandidateClock["stage"];
  readonly fromMs: number;
  readonly untilMs: number;
}
/**
 * What the tablets of a virtual user have folded already: they hear the same acts, and folding costs much in k6. By state,
 * the states behind it by act, and what is known by the places that it tells apart.
 */
const folded = new WeakMap<SittingState, Map<string, SittingState>>();
const knownPauses = new WeakMap<SittingState, Map<string, readonly Interval[]>>();
const knownStages = new WeakMap<SittingState, Map<string, Known>>();

export class TabletClock {
  readonly #heard = new Set<string>();
  readonly #place: Place;
  #state = PLANNED;
  /** Where this place's stages are kept for the present state. */
  #key: string | null = null;
  /** The stage that was found last, while nothing was heard since. */
  #known: Known | null = null;

  constructor(private readonly signedIn: Pick<SignedIn, "candidate" | "sitting" | "backup">) {
    const { id, centreId, roomId } = signedIn.candidate;
    this.#place = { candidateId: id, centreId, roomId };
  }

  /** False: it was heard before, on another socket. What is only recorded moves no clock. */
  hear(act: Act): boolean {
    if (this.#heard.has(act.id)) return false;
    this.#heard.add(act.id);
    const next = cached(folded, this.#state, act.id, () => afterAct(this.#state, act));
    if (next !== this.#state) this.#key = this.#known = null;
    this.#state = next;
    return true;
  }
  stageAt(nowMs: number): CandidateClock["stage"] {
    const last = this.#known;
    if (last !== null && last.fromMs <= nowMs && nowMs < last.untilMs) return last.stage;
    const stages = cachedIn(knownStages, this.#state);
    const key = (this.#key ??= this.#placeKey());
    let known = stages.get(key);
    if (!known || nowMs < known.fromMs || known.untilMs <= nowMs) {
      const now = clockAt(this.#state, this.#durationMs(), this.signedIn.candidate.extraTime, this.#place, nowMs);
      known = { stage: now.stage, fromMs: nowMs, untilMs: changesAt(now, nowMs) };
      stages.set(key, known);
    }
    this.#known = known;
    return known.stage;
  }
  /** How much of the time between two instants stood still here, ms. */
  stillMs(fromMs: number, untilMs: number): number {
    const last = this.#known;
    if (last?.stage === "running" && last.fromMs <= fromMs && untilMs < last.untilMs) return 0;
    const key = (this.#key ??= this.#placeKey());
    const pauses = cached(knownPauses, this.#state, key, () => pausesOf(this.#state, this.#place));
    const overlap = (pause: Interval) => Math.min(pause.untilMs ?? untilMs, untilMs) - Math.max(pause.fromMs, fromMs);
    return pauses.reduce((sum, pause) => sum + Math.max(0, overlap(pause)), 0);
  }
  /** When the time is over, ms since 1970; null while it cannot be known. */
  get endMs(): number | null {
    return endOf(this.#state, this.#durationMs(), this.signedIn.candidate.extraTime, this.#place);
  }

  /** Equal where clocks must be: the scopes of the place that acts have named, and the duration. */
  #placeKey(): string {
    const { numerator, denominator } = this.signedIn.candidate.extraTime;
    const named = namedScopes(this.#state);
    const scopes = scopesOf(this.#place).filter((scope) => named.has(scope));
    return `${scopes.join(" ")} ${this.#durationMs()} ${numerator}/${denominator}`;
  }
  #durationMs(): number {
    const { sitting, backup } = this.signedIn;
    const durations = { durationMs: sitting.durationMs, backupDurationMs: backup?.durationMs ?? null };
    return durationAt(this.#state, durations, this.#place);
  }
}

function afterAct(state: SittingState, act: Act): SittingState {
  const isRecord = (RECORD_ACT_KINDS as readonly string[]).includes(act.kind);
  return !isRecord && refusalOf(state, act) === null ? applyAct(state, act) : state;
}

/** Scopes that acts have named: whose, and who was let out of a wider pause. */
function namedScopes({ scopes }: SittingState): ReadonlySet<string> {
  const letOut = [...scopes.values()].flatMap(({ pauses }) => pauses.flatMap(({ lifted }) => lifted));
  return new Set<string>([...scopes.keys(), ...letOut.map(({ scope }) => scope)]);
}

function cachedIn<T>(caches: WeakMap<SittingState, Map<string, T>>, state: SittingState): Map<string, T> {
  const cache = caches.get(state) ?? new Map<string, T>();
  caches.set(state, cache);
  return cache;
}
function cached<T>(caches: WeakMap<SittingState, Map<string, T>>, state: SittingState, key: string, make: () => T): T {
  const cache = cachedIn(caches, state);
  const value = cache.get(key) ?? make();
  cache.set(key, value);
  return value;
}

/** When the stage is another one by itself, ms. */
function changesAt(clock: CandidateClock, nowMs: number): number {
  switch (clock.stage) {
    case "waiting":
      return clock.startsAtMs ?? Infinity;
    case "running":
      return Math.min(nowMs + clock.leftMs, clock.pausesAtMs ?? Infinity);
    case "paused":
      return clock.resumesAtMs ?? Infinity;
    case "over":
    case "cancelled":
      return Infinity;
  }
}
