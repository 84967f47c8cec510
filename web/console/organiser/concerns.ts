/** Why a centre deserves a look: what makes a tile come first. Numbers and codes; words are the screen's. */
import type { Sums } from "./room-sums.ts";
import { composingOf } from "./room-sums.ts";
import type { CentreReadiness } from "./readiness.ts";

export const CONCERN_KINDS = [
  "nobody_connected",
  "cut_off",
  "paused_apart",
  "save_lag",
  "offline",
  "not_ready",
  "held",
  "devices",
  "silent",
  "incidents",
] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];
export type Severity = "stopped" | "attention";
export interface Concern {
  readonly kind: ConcernKind;
  readonly severity: Severity;
  /** How many candidates, rooms, tablets, incidents; milliseconds for `save_lag` and `silent`. */
  readonly n: number;
}

/** From this share of those composing, a centre is cut off rather than a few candidates offline. */
export const CUT_OFF_SHARE = 0.2;
/** Save lag that a person should look at, ms. */
export const SAVE_LAG_ATTENTION_MS = 10_000;
/** A centre of which no console was heard for this long is silent, ms. */
export const SILENT_AFTER_MS = 120_000;

export interface CentreFacts {
  readonly stage: "before" | "under_way" | "after";
  readonly sums: Sums;
  readonly readiness: CentreReadiness;
  /** Rooms that stand still while the nation does not: somebody there has stopped them. */
  readonly pausedRooms: number;
  /** Incidents recorded and not taken back. */
  readonly incidents: number;
  /** When a console of the centre was last heard; null: never. */
  readonly contactAtMs: number | null;
  readonly nowMs: number;
}

/** Worst first. */
export function concernsOf(facts: CentreFacts): Concern[] {
  const { sums, readiness, stage } = facts;
  const concerns: Concern[] = [];
  const say = (kind: ConcernKind, severity: Severity, n: number) => concerns.push({ kind, severity, n });
  if (stage !== "after" && sums.expected > sums.absent && sums.connected === 0) {
    if (sums.submitted < sums.expected - sums.absent)
      say("nobody_connected", stage === "before" ? "attention" : "stopped", sums.expected - sums.absent);
  } else if (stage === "under_way" && sums.offline > 0) {
    const cutOff = sums.offline >= CUT_OFF_SHARE * composingOf(sums);
    say(cutOff ? "cut_off" : "offline", cutOff ? "stopped" : "attention", sums.offline);
  }
  if (facts.pausedRooms > 0) say("paused_apart", "attention", facts.pausedRooms);
  if ((sums.saveLagMs ?? 0) > SAVE_LAG_ATTENTION_MS) say("save_lag", "attention", sums.saveLagMs ?? 0);
  if (stage === "before" && readiness.readiness === "not_ready")
    say("not_ready", "attention", readiness.rooms - readiness.readyRooms);
  if (readiness.readiness === "held" || readiness.heldRooms > 0)
    say("held", "attention", readiness.readiness === "held" ? 0 : readiness.heldRooms);
  if (stage !== "after" && sums.notReady > 0) say("devices", "attention", sums.notReady);
  const silentMs = facts.contactAtMs === null ? null : facts.nowMs - facts.contactAtMs;
  if (stage !== "after" && (silentMs === null || silentMs > SILENT_AFTER_MS)) say("silent", "attention", silentMs ?? 0);
  if (facts.incidents > 0) say("incidents", "attention", facts.incidents);
  return concerns.sort((a, b) => rank(a) - rank(b));
}
const rank = ({ severity, kind }: Concern) =>
  (severity === "stopped" ? 0 : CONCERN_KINDS.length) + CONCERN_KINDS.indexOf(kind);
