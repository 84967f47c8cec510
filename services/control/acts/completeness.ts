/** What an act has to say besides its scope, before anybody decides about it. */
import type { ActAsked } from "#contracts/console/acts";
import { type Refused, refused, refusedFor } from "#http/request";
import type { ActKind } from "#domain/sitting/act";

const DETAILS: Readonly<Partial<Record<ActKind, readonly (keyof ActAsked)[]>>> = {
  credit: ["creditMs"],
  extra_time: ["numerator", "denominator"],
  undo: ["actId", "undoes"],
  instruction: ["text", "audience"],
  attendance: ["attendance"],
  incident: ["category"],
  hand: ["outcome"],
};
/** The minutes are read by a jury, which asks why. */
const WITH_CAUSE: readonly ActKind[] = [
  "pause",
  "cancel",
  "credit",
  "extra_time",
  "backup",
  "incident",
  "waive_receipt",
  "replace_device",
];

/** An announced resume cannot be taken back: one for another day is a slip of the hand. */
const ANNOUNCED_AHEAD_MAX_MS = 12 * 3_600_000;

/** What is missing, or null: a detail that every console sends, a cause that a person forgot, an instant of today. */
export function missingFrom(asked: ActAsked, nowMs: number): Refused | null {
  if ((asked.effectiveAtMs ?? nowMs) > nowMs + ANNOUNCED_AHEAD_MAX_MS)
    return refused("bad_request", "effectiveAtMs: more than twelve hours from now");
  const missing = (DETAILS[asked.kind] ?? []).filter((field) => asked[field] === undefined);
  if (missing.length > 0) return refused("bad_request", `${asked.kind} needs ${missing.join(", ")}`);
  return WITH_CAUSE.includes(asked.kind) && asked.cause.trim() === ""
    ? refusedFor("bad_request", { code: "cause_missing" })
    : null;
}
