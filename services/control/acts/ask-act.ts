/** One act asked for from a console: may this account, does the journal allow it, does it need a second person. */
import type { ActAnswer, ActAsked } from "#contracts/console/acts";
import { type ClosingFacts, closingFacts, closingObjection } from "#control/acts/closing";
import { missingFrom } from "#control/acts/completeness";
import { namesOf } from "#control/acts/place-names";
import type { ActParts } from "#control/acts/ports";
import { isSameAct, USED_ID } from "#control/acts/same-act";
import { type Refused, refused, refusedFor } from "#http/request";
import { candidatesOf } from "#control/rehearsal/exam-rehearsed";
import type { PaperKeys } from "#domain/seal/labels";
import type { Act } from "#domain/sitting/act";
import { refusalToPlay } from "#domain/sitting/play";
import type { Reason } from "#domain/sitting/reason";
import { needsRehearsal, type PassedRehearsal, refusalUnrehearsed } from "#domain/sitting/rehearsed";
import { type Scope, scopeKey } from "#domain/sitting/scope";
import { foldJournal, type Phase, refusalOf, scopeStateOf } from "#domain/sitting/state";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { authorityFor } from "#domain/staff/authority";
import { overtakenBy } from "#domain/staff/overtaken";
import { startingRooms, unready } from "#domain/staff/readiness";

export async function askAct(
  parts: ActParts,
  account: StaffAccount,
  sittingId: number,
  asked: ActAsked,
): Promise<ActAnswer | Refused> {
  // Told by the routes that do what it says (control/day): a register act alone would register nothing.
  if (asked.kind === "register") return refused("not_allowed", "the list of candidates is changed by its own requests");
  if (asked.kind === "reveal_code") return refused("not_allowed", "a code is revealed by its own request");
  const missing = missingFrom(asked, parts.now());
  if (missing !== null) return missing;
  const authority = authorityFor(account, asked, parts.book.places(sittingId), parts);
  if ("refusal" in authority) return refusedFor("not_allowed", authority.refusal);

  const author = signatureOf(account);
  const numbered = account.role === "organiser";
  if (!authority.needsSecond) return appendAct(parts, sittingId, asked, { author, second: null, numbered });
  const acts = await parts.journal.read(sittingId);
  const first = acts.find((act) => act.id === asked.id);
  if (first) return isSameAct(first, asked) ? { outcome: "repeated", act: first } : USED_ID;
  const waiting = await parts.proposals.find(sittingId, asked.id);
  if (waiting) return { outcome: "proposed", proposal: waiting };
  // Refused at once rather than when somebody confirms it.
  const facts = { closing: null, passed: await passedRehearsals(parts, sittingId, asked) };
  const objection = objectionOf(parts, sittingId, asked, acts, facts);
  if (objection) return forReason(objection);
  const illegal = refusalOf(foldJournal(acts), { ...asked, atMs: parts.now() });
  if (illegal !== null) return refusedFor("act_refused", illegal);
  if ((await keysFor(parts, sittingId, asked)) === "missing") return forReason({ code: "package_missing" });
  const proposal = await parts.proposals.propose({ sittingId, asked, author, authorId: account.id });
  return { outcome: "proposed", proposal };
}

export interface By {
  readonly author: string;
  readonly second: string | null;
  /** Whether an instruction gets a number: the organiser's do. */
  readonly numbered: boolean;
}

/** Appends it, unless the journal says otherwise in the very moment; a repeated id returns the first outcome. */
export async function appendAct(
  parts: ActParts,
  sittingId: number,
  asked: ActAsked,
  by: By,
): Promise<Extract<ActAnswer, { act: Act }> | Refused> {
  const fenced = asked.kind === "replace_device" && asked.scope.kind === "candidate" ? asked.scope.id : null;
  if (fenced !== null) await parts.fence.reachable();
  const { seenActId: _, ...request } = asked;
  const [override, closing, passed, keys] = await Promise.all([
    overrideOf(parts, sittingId, asked),
    closingFacts(parts, sittingId, asked),
    passedRehearsals(parts, sittingId, asked),
    keysFor(parts, sittingId, asked),
  ]);
  const said = await parts.journal.append(
    sittingId,
    { ...request, ...by, override, keys: keys === "missing" ? null : keys },
    (acts) =>
      objectionOf(parts, sittingId, asked, acts, { closing, passed }) ??
      (keys === "missing" ? { code: "package_missing" } : null),
  );
  if (said.outcome === "refused") return forReason(said.reason);
  if (said.outcome === "repeated" && !isSameAct(said.act, asked)) return USED_ID;
  // Also when repeated: the first time may have got no further than the journal.
  if (fenced !== null) await parts.fence.fence({ sittingId, candidateId: fenced }, asked.id);
  return said;
}

/** What opens the paper that an act gives; null where it gives none. */
async function keysFor(
  { seals }: ActParts,
  sittingId: number,
  { kind }: ActAsked,
): Promise<PaperKeys | "missing" | null> {
  if (kind !== "start" && kind !== "backup") return null;
  return (await seals.keysOf(sittingId, kind === "start" ? "main" : "backup")) ?? "missing";
}

const forReason = (reason: Reason): Refused =>
  refusedFor(reason.code === "overtaken" ? "act_overtaken" : "act_refused", reason);

/** What is read from stores before the journal is asked. */
interface ActFacts {
  readonly closing: ClosingFacts | null;
  /** Rehearsals that ended green; none where the act needs none. */
  readonly passed: readonly PassedRehearsal[];
}
const isRehearsal = ({ book }: ActParts, sittingId: number): boolean => book.sitting(sittingId)?.rehearsal === true;

/** Asked for only where an act says that the exam is ready, so that no other one waits for PostgreSQL. */
async function passedRehearsals(
  parts: ActParts,
  sittingId: number,
  asked: ActAsked,
): Promise<readonly PassedRehearsal[]> {
  const isNeeded = (phase: Phase) => needsRehearsal(asked, phase, isRehearsal(parts, sittingId));
  if (!isNeeded("check_in")) return [];
  return isNeeded(foldJournal(await parts.journal.read(sittingId)).phase) ? parts.records.passed() : [];
}

/** What stands in the way of an act behind these: somebody acted meanwhile, or a start would find people unready. */
function objectionOf(
  parts: ActParts,
  sittingId: number,
  asked: ActAsked,
  acts: readonly Act[],
  { closing, passed }: ActFacts,
): Reason | null {
  const realSitting = refusalToPlay(asked.kind, isRehearsal(parts, sittingId));
  if (realSitting !== null) return realSitting;
  const places = parts.book.places(sittingId);
  const newer = overtakenBy(acts, asked, places);
  if (newer) return { code: "overtaken", kind: newer.kind, author: newer.author, cause: newer.cause };
  const unfinished = closingObjection(parts, sittingId, asked, acts, closing);
  if (unfinished !== null) return unfinished;
  const state = foldJournal(acts);
  const exam = { rehearsal: isRehearsal(parts, sittingId), candidates: candidatesOf(parts, sittingId) };
  const unrehearsed = refusalUnrehearsed(asked, state.phase, exam, passed, parts.now(), parts.rehearsedWithinDays);
  if (unrehearsed !== null) return unrehearsed;
  if (asked.kind !== "start" || asked.override?.trim()) return null;
  const missing = unready(state, places, asked.scope);
  if (missing.length > 0) return { code: "not_ready", names: namesOf(missing, parts.book.centres(sittingId)) };
  return tabletsNotReady(parts, sittingId, startingRooms(state, places, asked.scope));
}

/** Of the tablets that are here: another build, another paper, a clock that is off. Who has not come holds up nobody. */
function tabletsNotReady(parts: ActParts, sittingId: number, roomIds: readonly number[]): Reason | null {
  const places = parts.book.places(sittingId);
  const found = parts.tablets
    .notReady(sittingId)
    .flatMap((candidateId) => places.placeOfCandidate(candidateId)?.roomId ?? [])
    .filter((roomId) => roomIds.includes(roomId));
  if (found.length === 0) return null;
  const scopes = [...new Set(found)].map((id): Scope => ({ kind: "room", id }));
  return { code: "tablets_not_ready", count: found.length, names: namesOf(scopes, parts.book.centres(sittingId)) };
}

/** A part whose rooms, or whose centre, have said ready needs no reason to start, though it said nothing itself. */
async function overrideOf(parts: ActParts, sittingId: number, asked: ActAsked): Promise<string | null> {
  const { kind, scope, override = null } = asked;
  if (kind !== "start" || override !== null || (scope.kind !== "centre" && scope.kind !== "room")) return override;
  const state = foldJournal(await parts.journal.read(sittingId));
  const saidSo = scopeStateOf(state, scopeKey(scope)).readyAtMs !== null;
  return saidSo || unready(state, parts.book.places(sittingId), scope).length > 0 ? null : "ready as a whole";
}
