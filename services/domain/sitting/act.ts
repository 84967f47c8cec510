/** One event of a sitting's journal: who did what, for whom, why, when, and from when it counts. */
import type { Scope } from "#domain/sitting/scope";

/** Acts that move the phase of their scope. */
export const PHASE_ACT_KINDS = ["check_in", "ready", "start", "end", "collect", "close", "cancel"] as const;
export type PhaseActKind = (typeof PHASE_ACT_KINDS)[number];
export const ACT_KINDS = [...PHASE_ACT_KINDS, "pause", "resume", "credit"] as const;
export type ActKind = (typeof ACT_KINDS)[number];

interface ActBase {
  v: 1;
  /** Made when the dialog opens: repeating an act returns its first outcome. */
  id: string;
  author: string;
  cause: string;
  scope: Scope;
  /** Server time of appending, ms. */
  atMs: number;
  /** When it takes effect, ms; never before `atMs`. */
  effectiveAtMs: number;
}
export type Act = ActBase &
  (
    | { kind: Exclude<PhaseActKind, "start"> | "pause" }
    /** `override`: why it starts although somebody concerned has not said "ready"; null when all have. */
    | { kind: "start"; override: string | null }
    /** `lifts`: the scope of the pause that ends for `scope`: a centre may be let out of a national pause before others. */
    | { kind: "resume"; lifts: Scope }
    /** Time given back for lost time; not multiplied by the extra-time factor. */
    | { kind: "credit"; creditMs: number }
  );

/** What a kind of act needs to be told besides scope and cause. */
export interface ActDetails {
  readonly override?: string | null;
  readonly lifts?: Scope;
  readonly creditMs?: number;
}
/** An act as it is asked for: the journal stamps it when it happens. */
export interface ActRequest extends ActDetails {
  readonly id: string;
  readonly kind: ActKind;
  readonly author: string;
  readonly cause: string;
  readonly scope: Scope;
  /** Null: at once. */
  readonly effectiveAtMs: number | null;
}
export const CREDIT_MAX_MS = 4 * 3_600_000;

/** The act that a legal request becomes when it is appended at `atMs`. */
export function actOf(request: ActRequest, atMs: number): Act {
  const { id, kind, author, cause, scope } = request;
  const effectiveAtMs = Math.max(atMs, request.effectiveAtMs ?? atMs);
  const base = { v: 1 as const, id, author, cause, scope, atMs, effectiveAtMs };
  switch (kind) {
    case "start":
      return { ...base, kind, override: request.override ?? null };
    case "resume":
      return { ...base, kind, lifts: request.lifts ?? scope };
    case "credit":
      return { ...base, kind, creditMs: request.creditMs ?? 0 };
    default:
      return { ...base, kind };
  }
}
