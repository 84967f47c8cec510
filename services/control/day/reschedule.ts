import type { RescheduleAnswer, RescheduleAsked } from "#contracts/console/day";
import type { DayParts } from "#control/day/ports";
import { type Asking, refreshed } from "#control/day/registration";
import { type Refused, refused, refusedFor } from "#http/request";
import { LIMITS } from "#contracts/limits";
import { signatureOf } from "#domain/staff/account";

/**
 * Another sitting in the place of a cancelled one, on a reserve slot. Its cause is noted in the journal of the one that it
 * replaces, where the minutes are read.
 */
export async function rescheduleSitting(
  parts: DayParts,
  { account, sitting }: Asking,
  { cause, ...asked }: RescheduleAsked,
): Promise<RescheduleAnswer | Refused> {
  if (account.role !== "organiser") return refused("not_allowed");
  const outcome = await parts.day.reschedule({ ...asked, cancelledSittingId: sitting.id });
  if ("refused" in outcome) return refusedFor("act_refused", outcome.refused);
  const { sittingId } = outcome.done;
  await refreshed(parts, sitting.examId);
  await parts.journal.append(sitting.id, {
    id: parts.newId(),
    kind: "incident",
    author: signatureOf(account),
    // Said in no language: the journal is read in several.
    cause: `${cause} → ${asked.paper} (${sittingId})`.slice(-LIMITS.causeCharsMax),
    scope: { kind: "nation" },
    effectiveAtMs: null,
    category: "other",
  });
  return { sittingId };
}
