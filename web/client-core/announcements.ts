/** What the acts that a tablet has applied say to the candidate, in the words of their authors. Pure. */
import type { Act } from "#domain/sitting/act";
import type { CandidateClock } from "#domain/sitting/clock";
import { type ScopeKey, scopeKey } from "#domain/sitting/scope";

export interface Announcements {
  /** Why the clock stands still, oldest pause first; a pause without a cause has none. Empty while none is under way. */
  readonly pauseCauses: readonly string[];
  /** Why the sitting was cancelled; empty when it was not, or without a word. */
  readonly cancelCauses: readonly string[];
  /** Why another paper is given; empty when none is, or without a word. */
  readonly backupCauses: readonly string[];
}

export function announcementsOf(acts: readonly Act[], nowMs: number): Announcements {
  const underWay = pausesIn(acts).filter((pause) => pause.fromMs <= nowMs && nowMs < pause.untilMs);
  const cancels = acts.filter((act) => act.kind === "cancel" && act.effectiveAtMs <= nowMs);
  return {
    pauseCauses: worded(underWay),
    cancelCauses: worded(cancels),
    backupCauses: worded(acts.filter((act) => act.kind === "backup").slice(-1)),
  };
}

/** The next instant at which an act takes effect, ms; null when none is announced. */
export function nextEffectAtMs(acts: readonly Act[], nowMs: number): number | null {
  const later = acts.map((act) => act.effectiveAtMs).filter((atMs) => atMs > nowMs);
  return later.length > 0 ? Math.min(...later) : null;
}

/**
 * How long what is shown stays true, ms: to the next second of the server's clock, or to the instant of an announced
 * pause or resume, or of the end: every tablet of a room changes at once.
 */
export function untilNextLookMs(acts: readonly Act[], time: CandidateClock, nowMs: number): number {
  const second = 1_000 - (nowMs % 1_000);
  const effect = (nextEffectAtMs(acts, nowMs) ?? Number.POSITIVE_INFINITY) - nowMs;
  return Math.max(1, Math.min(second, effect, time.stage === "running" ? time.leftMs : second));
}

interface OnePause {
  readonly scope: ScopeKey;
  readonly cause: string;
  readonly fromMs: number;
  /** Infinity while no end is known. */
  readonly untilMs: number;
}

/**
 * Every pause as this tablet has it, each with its cause. All acts here concern its candidate, so a resume ends what it
 * lifts whatever its own scope is; the earliest one counts.
 */
function pausesIn(acts: readonly Act[]): OnePause[] {
  const pauses: OnePause[] = [];
  for (const act of acts) {
    if (act.kind === "pause")
      pauses.push({
        scope: scopeKey(act.scope),
        cause: act.cause,
        fromMs: act.effectiveAtMs,
        untilMs: Number.POSITIVE_INFINITY,
      });
    if (act.kind !== "resume") continue;
    const lifted = pauses.findLastIndex((pause) => pause.scope === scopeKey(act.lifts));
    const pause = pauses[lifted];
    if (pause) pauses[lifted] = { ...pause, untilMs: Math.min(pause.untilMs, act.effectiveAtMs) };
  }
  return pauses;
}

const worded = (said: readonly { readonly cause: string }[]): string[] => [
  ...new Set(said.map(({ cause }) => cause.trim()).filter((cause) => cause !== "")),
];
