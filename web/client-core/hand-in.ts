/** Whether a paper that was handed in stays so. Pure. */
import type { SignInResponse } from "#contracts/http/sign-in";
import { type CodeStarts, clockOf, endFor } from "#client-core/exam-clock";
import { type HeldActs, holdActs } from "#client-core/held-acts";
import type { HandIn } from "#client-core/sheet";

/**
 * By hand it is handed in for good, until a backup paper is given. At the end of the time the tablet does it by itself,
 * and a credit that comes afterwards must not come too late: if the end has moved on, the paper is open again, and is
 * handed in again at the new end.
 */
export function isHandedIn(
  handIn: HandIn | null,
  held: HeldActs,
  signedIn: Pick<SignInResponse, "candidate" | "sitting" | "backup">,
  codes: CodeStarts,
): boolean {
  if (handIn === null) return false;
  const before = held.acts.filter((act) => handIn.after.has(act.id));
  if (held.acts.some((act) => act.kind === "backup" && !handIn.after.has(act.id))) return false;
  const byItself = clockOf(holdActs(before).state, signedIn, handIn.claimedAtMs, codes).stage === "over";
  const endMs = endFor(held.state, signedIn, codes);
  return !byItself || (endMs !== null && endMs <= handIn.claimedAtMs);
}
