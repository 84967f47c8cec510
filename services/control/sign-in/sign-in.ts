/** A card code against a ticket: who, which sitting, which epoch. */
import { createHash } from "node:crypto";
import type { ErrorCode } from "#contracts/errors";
import type { PublicPoint } from "#contracts/evidence";
import type { SignInRequest, SignInResponse } from "#contracts/http/sign-in";
import type { PackageSource } from "#contracts/package/manifest";
import { isReplaced } from "#control/acts/device-fence";
import type { CardHolder, ExamDirectory, PackageStore, PlannedSitting } from "#control/ports";
import { chooseSitting } from "#control/sign-in/choose-sitting";
import type { EpochBudget } from "#control/sign-in/epoch-budget";
import type { FailureBudget } from "#http/failure-budget";
import type { OtherTablets } from "#control/sign-in/other-tablets";
import { deliverableEpoch, keepableEpoch } from "#control/sign-in/keep-epoch";
import { previousEpochOf } from "#control/sign-in/previous-epoch";
import { ticketExpiryMs } from "#control/sign-in/ticket-expiry";
import { genesisOf } from "#domain/answer/chain";
import type { EpochMarker, Genesis } from "#domain/answer/epoch";
import { readCardCode } from "#domain/exam/card-code";
import type { EpochIssuer } from "#domain/ports/answer-stream";
import type { JournalFeed } from "#domain/ports/journal";
import { foldJournal, type SittingState } from "#domain/sitting/clock";
import { cardHmac } from "#postgres/exam/cards";
import type { TicketKey } from "#runtime/config";
import { signTicket } from "#runtime/ticket";

export interface SignInParts {
  readonly directory: ExamDirectory;
  readonly packages: PackageStore;
  readonly packageSource: PackageSource;
  /** Of the exam office; null: answer files are not taken. */
  readonly answerFileKey: PublicPoint | null;
  readonly epochs: EpochIssuer;
  readonly journals: Pick<JournalFeed, "acts">;
  readonly failures: FailureBudget;
  readonly newEpochs: EpochBudget;
  readonly otherTablets: OtherTablets;
  readonly ticketKeys: readonly TicketKey[];
  readonly cardSecret: Buffer;
  readonly ingestUrls: readonly string[];
}
export type SignInRefusal = Extract<
  ErrorCode,
  | "card_unknown"
  | "card_revoked"
  | "too_many_attempts"
  | "no_sitting"
  | "sitting_not_open"
  | "sitting_over"
  | "package_missing"
  | "device_not_approved"
>;
export type SignInOutcome =
  { readonly response: SignInResponse } | { readonly refusal: SignInRefusal; readonly retryAfterMs?: number };

interface GivenEpoch {
  readonly epoch: number;
  readonly genesis: Genesis;
}
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** Signs a candidate in. Refusals are values; rejects with StoreTrouble when a store is away. */
export async function signIn(parts: SignInParts, request: SignInRequest, nowMs: number): Promise<SignInOutcome> {
  const holder = await holderOf(parts, request.cardCode);
  if (holder === null || holder.revoked) {
    const waitMs = parts.failures.spend(nowMs);
    if (waitMs > 0) return { refusal: "too_many_attempts", retryAfterMs: waitMs };
    return { refusal: holder === null ? "card_unknown" : "card_revoked" };
  }
  const stateOf = (sittingId: number) => foldJournal(parts.journals.acts(sittingId));
  const choice = chooseSitting(
    await parts.directory.sittingsOfExam(holder.examId),
    (sittingId) => stateOf(sittingId).phase,
    request.holds?.sittingId ?? null,
  );
  if ("refusal" in choice) return choice;
  const packages = await packagesOf(parts.packages, choice.sitting);
  if (packages === null) return { refusal: "package_missing" };
  const given = await epochFor(parts, request, holder, choice, nowMs);
  if ("refusal" in given) return given;
  const state = stateOf(choice.sitting.id);
  return { response: { ...respond(parts, request, holder, choice.sitting, state, given, nowMs), ...packages } };
}

/** Null while the paper, or its backup paper, is not sealed yet. */
async function packagesOf(
  store: PackageStore,
  { id, backup }: PlannedSitting,
): Promise<Pick<SignInResponse, "paper" | "backup"> | null> {
  const [staged] = await store.staged([id]);
  if (!staged?.paper || (backup && !staged.backup)) return null;
  return {
    paper: staged.paper,
    backup: backup && staged.backup ? { ...staged.backup, durationMs: backup.durationMs } : null,
  };
}

/** A code with a wrong check character cannot be any card's: it is answered like an unknown one, without a query. */
async function holderOf(parts: SignInParts, typed: string): Promise<CardHolder | null> {
  const reading = readCardCode(typed);
  if (!reading.ok) return null;
  return parts.directory.cardHolder(cardHmac(parts.cardSecret, reading.code));
}

/**
 * The epoch of this sign-in. Once the sitting is over none is given: a device may only deliver what it holds. A device
 * takes over from another one only where a person has fenced that one (acts/device-fence.ts).
 */
async function epochFor(
  parts: SignInParts,
  request: SignInRequest,
  holder: CardHolder,
  { sitting, over }: { readonly sitting: PlannedSitting; readonly over: boolean },
  nowMs: number,
): Promise<GivenEpoch | Extract<SignInOutcome, { refusal: unknown }>> {
  const of = { sittingId: sitting.id, candidateId: holder.candidateId };
  const known = await parts.directory.epochs(of);
  if (over) return deliverableEpoch(sha256, of, request, known) ?? { refusal: "sitting_over" };
  const keepable = keepableEpoch(sha256, of, request, known);
  let genesis: Genesis | null = null;
  let waitMs = 0;
  const markerFor = async (epoch: number, storedHolder: string | null): Promise<EpochMarker> => {
    // An emptied store has forgotten who has the epoch; PostgreSQL has not.
    const deviceId = storedHolder ?? known.at(-1)?.deviceId ?? null;
    if (deviceId !== null && deviceId !== request.device.id && !isReplaced(deviceId)) throw new NotApproved();
    // Only here is it known that a new epoch is needed: keeping one reads no log and costs no budget.
    waitMs = parts.newEpochs.spend(holder.candidateId, nowMs);
    if (waitMs > 0) throw new BudgetSpent();
    const previous = await previousEpochOf(sha256, known, (old, upTo) => parts.directory.frames(of, old, upTo));
    genesis = genesisOf(sha256, of, epoch, previous);
    const { id, publicKey } = request.device;
    return { v: 1, ...of, epoch, deviceId: id, publicKey, genesis, genesisHash: genesis.hash };
  };
  try {
    const { epoch } = await parts.epochs.issue({
      ...of,
      deviceId: request.device.id,
      floor: known.at(-1)?.epoch ?? 0,
      keep: keepable?.epoch ?? null,
      markerFor,
    });
    parts.otherTablets.settled(of);
    return { epoch, genesis: genesis ?? (keepable as { genesis: Genesis }).genesis };
  } catch (error) {
    if (error instanceof NotApproved) {
      parts.otherTablets.asked(of, nowMs);
      return { refusal: "device_not_approved" };
    }
    if (error instanceof BudgetSpent) return { refusal: "too_many_attempts", retryAfterMs: waitMs };
    throw error;
  }
}
class BudgetSpent extends Error {}
class NotApproved extends Error {}

function respond(
  parts: SignInParts,
  request: SignInRequest,
  holder: CardHolder,
  sitting: PlannedSitting,
  state: SittingState,
  { epoch, genesis }: GivenEpoch,
  nowMs: number,
): Omit<SignInResponse, "paper" | "backup"> {
  const ticket = signTicket(parts.ticketKeys, {
    role: "candidate",
    sittingId: sitting.id,
    candidateId: holder.candidateId,
    epoch,
    genesis: genesis.hash,
    deviceId: request.device.id,
    centreId: holder.centreId,
    roomId: holder.roomId,
    expiresAtMs: ticketExpiryMs(state, sitting, nowMs),
  });
  return {
    ticket,
    epoch,
    genesis,
    candidate: {
      id: holder.candidateId,
      familyName: holder.familyName,
      givenName: holder.givenName,
      studentNumber: holder.studentNumber,
      centre: holder.centreName,
      room: holder.roomName,
      seat: holder.seat,
      centreId: holder.centreId,
      roomId: holder.roomId,
      extraTime: { numerator: holder.extraTimeNumerator, denominator: holder.extraTimeDenominator },
    },
    sitting: {
      id: sitting.id,
      title: sitting.title,
      durationMs: sitting.durationMs,
      rules: sitting.rules,
      rehearsal: sitting.rehearsal,
    },
    packages: parts.packageSource,
    ...(parts.answerFileKey && { answerFileKey: parts.answerFileKey }),
    ingestUrls: [...parts.ingestUrls],
    serverTimeMs: nowMs,
  };
}
