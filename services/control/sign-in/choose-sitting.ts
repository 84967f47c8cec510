import type { PlannedSitting } from "#control/ports";
import type { Phase } from "#domain/sitting/clock";

const OPEN: readonly Phase[] = ["check_in", "ready", "running", "paused"];
/** Over for newcomers; a tablet that still holds entries of it may deliver them. */
const DELIVERABLE: readonly Phase[] = ["ended", "collecting", "closed", "cancelled"];

export type SittingChoice<S> =
  | { readonly sitting: S; /** Over: only what is held may still be delivered. */ readonly over: boolean }
  | { readonly refusal: "no_sitting" | "sitting_not_open" | "sitting_over" };

/**
 * The sitting that a candidate signs in to: the open one of the exam, the latest if there are several; else the one
 * that the tablet still holds entries of, so that a late replay is delivered.
 */
export function chooseSitting<S extends Pick<PlannedSitting, "id" | "plannedStartMs">>(
  sittings: readonly S[],
  phaseOf: (sittingId: number) => Phase,
  heldSittingId: number | null,
): SittingChoice<S> {
  const latestFirst = [...sittings].sort((a, b) => b.plannedStartMs - a.plannedStartMs || b.id - a.id);
  const open = latestFirst.find((s) => OPEN.includes(phaseOf(s.id)));
  if (open) return { sitting: open, over: false };
  const held = latestFirst.find((s) => s.id === heldSittingId && DELIVERABLE.includes(phaseOf(s.id)));
  if (held) return { sitting: held, over: true };
  if (latestFirst.some((s) => phaseOf(s.id) === "planned")) return { refusal: "sitting_not_open" };
  return { refusal: latestFirst.length === 0 ? "no_sitting" : "sitting_over" };
}
