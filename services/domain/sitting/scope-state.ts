/** What a journal has said so far: for each scope, and for the sitting as a whole. */
import type { ActKind } from "#domain/sitting/act";
import type { ScopeKey } from "#domain/sitting/scope";

export const PHASES = [
  "planned",
  "check_in",
  "ready",
  "running",
  "paused",
  "ended",
  "collecting",
  "closed",
  "cancelled",
] as const;
export type Phase = (typeof PHASES)[number];

export interface Pause {
  readonly fromMs: number;
  /** Null while no end is known. */
  readonly untilMs: number | null;
  /** Narrower scopes that were let out earlier, and when. */
  readonly lifted: readonly { readonly scope: ScopeKey; readonly atMs: number }[];
}
/** What was said for exactly one scope. Instants are effective times, ms. */
export interface ScopeState {
  readonly readyAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly cancelledAtMs: number | null;
  /** Readiness was withdrawn and not said again: no wider start counts here from then on. */
  readonly heldAtMs: number | null;
  /** Earlier times of being held back: a wider start that fell into one of them does not count here. */
  readonly heldBefore: readonly { readonly fromMs: number; readonly untilMs: number }[];
  /** The new start, with the backup paper. */
  readonly backupAtMs: number | null;
  readonly credits: readonly { readonly actId: string; readonly atMs: number; readonly creditMs: number }[];
  /** Corrections of a candidate's planned extra time; the last one counts. */
  readonly extraTimes: readonly {
    readonly actId: string;
    readonly numerator: number;
    readonly denominator: number;
  }[];
  readonly pauses: readonly Pause[];
  /** The last act of exactly this scope: the one that may be taken back. `before`: the scope as it was without it. */
  readonly last: { readonly actId: string; readonly kind: ActKind; readonly before: ScopeState | null } | null;
}
export interface SittingState {
  /** The national phase, as far as acts were appended (their effect may still be to come: see clock.ts). */
  readonly phase: Phase;
  /** National start and end, ms: what holds where no narrower scope says otherwise. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lastActId: string | null;
  /** Numbered instructions so far. */
  readonly instructionCount: number;
  readonly scopes: ReadonlyMap<ScopeKey, ScopeState>;
}

const UNTOUCHED: ScopeState = {
  readyAtMs: null,
  startedAtMs: null,
  endedAtMs: null,
  cancelledAtMs: null,
  heldAtMs: null,
  heldBefore: [],
  backupAtMs: null,
  credits: [],
  extraTimes: [],
  pauses: [],
  last: null,
};
export const PLANNED: SittingState = {
  phase: "planned",
  startedAtMs: null,
  endedAtMs: null,
  lastActId: null,
  instructionCount: 0,
  scopes: new Map(),
};
export const scopeStateOf = (state: SittingState, key: ScopeKey): ScopeState => state.scopes.get(key) ?? UNTOUCHED;
export const openPause = (own: ScopeState): Pause | undefined => own.pauses.findLast((p) => p.untilMs === null);

/** Time given back to exactly this scope, ms. */
export const ownCreditMs = (own: ScopeState): number => own.credits.reduce((sum, { creditMs }) => sum + creditMs, 0);
