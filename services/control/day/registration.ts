/** Changes of the list of candidates on the day: done in PostgreSQL, told in the journal, shown on every console. */
import type { AdmissionAsked, CardAsked, DayAnswer, MoveAsked } from "#contracts/console/day";
import type { SittingSummary } from "#contracts/console/live";
import { namesOf } from "#control/acts/place-names";
import { isSameAct, USED_ID } from "#control/acts/same-act";
import type { CandidateAt, DayOutcome, DayParts } from "#control/day/ports";
import { isRefused, type Refused, refusedFor } from "#http/request";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Act, Registration } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";
import { timeLeftBehind } from "#domain/sitting/move";
import { foldJournal, refusalOf } from "#domain/sitting/state";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { authorityFor } from "#domain/staff/authority";
import { groupedCardCode } from "#domain/exam/card-code";

export interface Asking {
  readonly account: StaffAccount;
  readonly sitting: SittingSummary;
}
const candidate = (id: number): Scope => ({ kind: "candidate", id });
const room = (id: number): Scope => ({ kind: "room", id });

/** The card in force is revoked, the code of the new one is told this once. */
export async function reissueCard(
  parts: DayParts,
  by: Asking,
  candidateId: number,
  asked: CardAsked,
): Promise<DayAnswer | Refused> {
  const problem = await mayRegister(parts, by, [candidate(candidateId)], isUsed(asked, "card_reissued", candidateId));
  if (problem) return problem;
  const { code, codeHmac } = parts.newCard();
  const outcome = await parts.day.reissueCard(candidateId, codeHmac);
  return told(parts, by, asked, "card_reissued", outcome, code);
}

/**
 * Both the room that is left and the new one must be the account's. What the old room's pauses and credits had left to
 * give is credited to the candidate.
 */
export async function moveCandidate(
  parts: DayParts,
  by: Asking,
  candidateId: number,
  asked: MoveAsked,
): Promise<DayAnswer | Refused> {
  const problem = await mayRegister(
    parts,
    by,
    [candidate(candidateId), room(asked.roomId)],
    isUsed(asked, "moved", candidateId),
  );
  if (problem) return problem;
  const leftBehindMs = await leftBehind(parts, by, candidateId, asked.roomId);
  const outcome = await parts.day.move(candidateId, asked.roomId, asked.seat);
  const answer = await told(parts, by, asked, "moved", outcome, null);
  if (leftBehindMs > 0 && !isRefused(answer))
    await parts.journal.append(by.sitting.id, {
      // The same when it is asked again: the time is given once.
      id: `${asked.id}-time`,
      kind: "credit",
      author: signatureOf(by.account),
      cause: asked.cause,
      scope: candidate(candidateId),
      effectiveAtMs: null,
      creditMs: leftBehindMs,
    });
  return answer;
}

async function leftBehind(parts: DayParts, { sitting }: Asking, candidateId: number, roomId: number): Promise<number> {
  const places = parts.book.places(sitting.id);
  const from = places.placeOfCandidate(candidateId);
  const centreId = places.centreOfRoom(roomId);
  const row = parts.book.candidates(sitting.id).get(candidateId);
  if (from === null || centreId === null || row === undefined) return 0;
  const { durationMs: main, backupDurationMs } = sitting;
  return timeLeftBehind({
    state: foldJournal(await parts.journal.read(sitting.id)),
    durations: { main, backup: backupDurationMs ?? main },
    extra: row.extraTime,
    from,
    to: { centreId, roomId, candidateId },
    nowMs: parts.now(),
  });
}

export async function admitCandidate(parts: DayParts, by: Asking, asked: AdmissionAsked): Promise<DayAnswer | Refused> {
  const problem = await mayRegister(parts, by, [room(asked.roomId)], isUsed(asked, "admitted", null));
  if (problem) return problem;
  const { numerator, denominator } = asked.extraTime;
  if (numerator < denominator || 3 * numerator > 4 * denominator)
    return refusedFor("bad_request", { code: "extra_time_out_of_bounds" });
  const { code, codeHmac } = parts.newCard();
  const { id: _, cause: __, ...admission } = asked;
  const outcome = await parts.day.admit(by.sitting.examId, admission, codeHmac);
  return told(parts, by, asked, "admitted", outcome, code);
}

/** Whether the id is that of another act already: the change would be made and told to nobody. */
const isUsed =
  ({ id }: CardAsked, registration: Registration, candidateId: number | null) =>
  (acts: readonly Act[]): boolean => {
    const act = acts.find((one) => one.id === id);
    if (act === undefined) return false;
    if (act.kind !== "register" || act.registration !== registration) return true;
    return candidateId !== null && !isSameAct(act, { kind: "register", scope: candidate(candidateId) });
  };

/** Asked before anything is changed: what the journal would not take must not happen. */
async function mayRegister(
  parts: DayParts,
  { account, sitting }: Asking,
  scopes: readonly Scope[],
  isUsedIn: (acts: readonly Act[]) => boolean,
): Promise<Refused | null> {
  const places = parts.book.places(sitting.id);
  for (const scope of scopes) {
    const authority = authorityFor(account, { kind: "register", scope }, places, parts);
    if ("refusal" in authority) return refusedFor("not_allowed", authority.refusal);
  }
  const [scope] = scopes;
  const acts = await parts.journal.read(sitting.id);
  if (isUsedIn(acts)) return USED_ID;
  const illegal = scope ? refusalOf(foldJournal(acts), { kind: "register", scope }) : null;
  return illegal === null ? null : refusedFor("act_refused", illegal);
}

async function told(
  parts: DayParts,
  { account, sitting }: Asking,
  asked: CardAsked,
  registration: Registration,
  outcome: DayOutcome<CandidateAt>,
  code: string | null,
): Promise<DayAnswer | Refused> {
  if ("refused" in outcome) return refusedFor("act_refused", outcome.refused);
  const { candidateId, roomId, seat } = outcome.done;
  const [where = ""] = namesOf([room(roomId)], parts.book.centres(sitting.id));
  const said = await parts.journal.append(sitting.id, {
    id: asked.id,
    kind: "register",
    author: signatureOf(account),
    cause: asked.cause,
    scope: candidate(candidateId),
    effectiveAtMs: null,
    registration,
    // No name: the journal leaves the installation.
    detail: `${where}, ${seat}`,
  });
  await refreshed(parts, sitting.examId);
  if (said.outcome === "refused") return refusedFor("act_refused", said.reason);
  return { act: said.act, candidateId, cardCode: code === null ? null : groupedCardCode(code) };
}

/** What was done is done: the book reads it within a minute in any case. */
export async function refreshed(
  parts: { readonly book: Pick<DayParts["book"], "refresh"> },
  examId: number,
): Promise<void> {
  await parts.book.refresh(examId).catch((error: unknown) => {
    if (!(error instanceof StoreTrouble)) throw error;
  });
}
