/** The second person's part of an act: confirm it or have it withdrawn, never both. */
import type { ActAnswer } from "#contracts/console/acts";
import { appendAct } from "#control/acts/ask-act";
import type { ActParts } from "#control/acts/ports";
import { type Refused, refusedFor } from "#http/request";
import type { Reason } from "#domain/sitting/reason";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { authorityFor } from "#domain/staff/authority";

const GONE: Reason = { code: "proposal_gone" };

/**
 * Appends the act with both names. Safe to repeat: a control that was killed between the confirmation and the journal
 * leaves it to the next one who confirms, and the first second person stays the second person.
 */
export async function confirmAct(
  parts: ActParts,
  account: StaffAccount,
  sittingId: number,
  actId: string,
  seenAtMs?: number,
): Promise<ActAnswer | Refused> {
  const waiting = await parts.proposals.find(sittingId, actId);
  if (waiting === null) {
    const act = (await parts.journal.read(sittingId)).find((one) => one.id === actId);
    return act ? { outcome: "repeated", act } : refusedFor("not_found", GONE);
  }
  // Withdrawn and put up again under its id it may say something else.
  if (seenAtMs !== undefined && seenAtMs !== waiting.atMs) return refusedFor("not_found", GONE);
  const authority = authorityFor(account, waiting.asked, parts.book.places(sittingId), parts);
  if ("refusal" in authority) return refusedFor("not_allowed", authority.refusal);
  if (waiting.authorId === account.id) return refusedFor("not_allowed", { code: "second_person" });

  const noted = await parts.proposals.confirm(sittingId, actId, {
    accountId: account.id,
    signature: signatureOf(account),
  });
  if (noted === null) return refusedFor("not_found", GONE);
  const { proposal, by } = noted;
  // What happened since it was put up was seen by the one who confirms: only the state decides.
  const asked = { ...proposal.asked, seenActId: null };
  const said = await appendAct(parts, sittingId, asked, {
    author: proposal.author,
    second: by.signature,
    numbered: true,
  });
  await parts.proposals.settle(sittingId, actId);
  return said;
}

/** Takes a proposal off the list: by its author, or by anybody who might have confirmed it. */
export async function withdrawAct(
  parts: ActParts,
  account: StaffAccount,
  sittingId: number,
  actId: string,
): Promise<ActAnswer | Refused> {
  const waiting = await parts.proposals.find(sittingId, actId);
  if (waiting !== null) {
    const authority = authorityFor(account, waiting.asked, parts.book.places(sittingId), parts);
    if ("refusal" in authority) return refusedFor("not_allowed", authority.refusal);
    const said = await parts.proposals.withdraw(sittingId, actId);
    if (said === "confirmed") return refusedFor("act_overtaken", { code: "confirmed_already" });
  }
  return becameOf(parts, sittingId, actId);
}

/** What became of an act: for whoever never got the answer. A tablet that is still to be fenced is fenced now. */
export async function becameOf(parts: ActParts, sittingId: number, actId: string): Promise<ActAnswer> {
  const act = (await parts.journal.read(sittingId)).find((one) => one.id === actId);
  if (act?.kind === "replace_device" && act.scope.kind === "candidate")
    await parts.fence.fence({ sittingId, candidateId: act.scope.id }, actId);
  if (act) return { outcome: "appended", act };
  const proposal = await parts.proposals.find(sittingId, actId);
  return proposal ? { outcome: "proposed", proposal } : { outcome: "unknown" };
}
