/** One candidate's clock, folded from the acts that reached the tablet, with the servers' own functions. */
import type { SignInResponse } from "#contracts/http/sign-in";
import { type Act, RECORD_ACT_KINDS } from "#domain/sitting/act";
import { applyAct, type CandidateClock, clockAt, endOf, PLANNED, refusalOf } from "#domain/sitting/clock";
import { durationAt } from "#domain/sitting/duration";
import type { Place } from "#domain/sitting/scope";

export class TabletClock {
  readonly #heard = new Set<string>();
  readonly #place: Place;
  #state = PLANNED;
  /** The stage told last, and until when it holds if nothing is heard: folding costs much, 1,400 times a second. */
  #known: { stage: CandidateClock["stage"]; fromMs: number; untilMs: number } | null = null;

  constructor(private readonly signedIn: Pick<SignInResponse, "candidate" | "sitting" | "backup">) {
    const { id, centreId, roomId } = signedIn.candidate;
    this.#place = { candidateId: id, centreId, roomId };
  }

  /** False: it was heard before, on another socket. What is only recorded moves no clock. */
  hear(act: Act): boolean {
    if (this.#heard.has(act.id)) return false;
    this.#heard.add(act.id);
    const isRecord = (RECORD_ACT_KINDS as readonly string[]).includes(act.kind);
    if (!isRecord && refusalOf(this.#state, act) === null) this.#state = applyAct(this.#state, act);
    this.#known = null;
    return true;
  }
  stageAt(nowMs: number): CandidateClock["stage"] {
    const known = this.#known;
    if (known && known.fromMs <= nowMs && nowMs < known.untilMs) return known.stage;
    const now = clockAt(this.#state, this.#durationMs(), this.signedIn.candidate.extraTime, this.#place, nowMs);
    this.#known = { stage: now.stage, fromMs: nowMs, untilMs: changesAt(now, nowMs) };
    return now.stage;
  }
  /** When the time is over, ms since 1970; null while it cannot be known. */
  get endMs(): number | null {
    return endOf(this.#state, this.#durationMs(), this.signedIn.candidate.extraTime, this.#place);
  }

  #durationMs(): number {
    const { sitting, backup } = this.signedIn;
    const durations = { durationMs: sitting.durationMs, backupDurationMs: backup?.durationMs ?? null };
    return durationAt(this.#state, durations, this.#place);
  }
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
