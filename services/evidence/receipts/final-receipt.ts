/** A candidate's final receipt: made from what is stored, or not at all. */
import { randomBytes } from "node:crypto";
import { type FinalReceipt, maskedNumber, type Receipt } from "#contracts/evidence";
import type { EntryKind } from "#domain/answer/entry";
import { assess, type Assessment, type EpochEvidence } from "#evidence/receipts/assess";
import { codeOf, type PrivateKey, sign } from "#evidence/signing";

export interface StoredEvidence {
  readonly candidateId: number;
  readonly studentNumber: string;
  readonly answers: number;
  readonly quarantined: number;
  readonly epochs: readonly EpochEvidence[];
}
/** What of the newest receipt decides whether another is made. */
export interface EarlierReceipt {
  readonly number: number;
  readonly code: string;
  readonly work: number;
}
export interface MadeReceipt {
  readonly number: number;
  readonly code: string;
  readonly jws: string;
  readonly issuedAtMs: number;
  readonly entries: number;
  readonly work: number;
}
export type FinalReceiptOutcome =
  | { readonly made: MadeReceipt }
  /** Nothing but notes of the tablet came since the newest one, which stays in force. */
  | { readonly stands: true }
  | { readonly reasons: Assessment["reasons"] };

/** A tablet notes acts that it applied also after the end: those change no code that somebody has written down. */
const WORK: readonly string[] = ["answer", "lock", "submit"] satisfies EntryKind[];

export async function finalReceipt(
  sitting: Receipt["sitting"],
  stored: StoredEvidence,
  earlier: EarlierReceipt | null,
  key: PrivateKey,
  nowMs: number,
): Promise<FinalReceiptOutcome> {
  const entries = stored.epochs.flatMap((epoch) => epoch.entries);
  const work = entries.filter(({ kind }) => WORK.includes(kind)).length;
  if (earlier?.work === work) return { stands: true };
  const { candidateId, studentNumber, answers, quarantined } = stored;
  const { epochs, reasons } = assess({ sittingId: sitting.id, candidateId }, stored.epochs, quarantined);
  if (reasons.length > 0) return { reasons };
  const statement: FinalReceipt = {
    format: "amphi-final-receipt",
    version: 1,
    issuedAtMs: nowMs,
    issuedAt: new Date(nowMs).toISOString(),
    number: (earlier?.number ?? 0) + 1,
    replaces: earlier?.code ?? null,
    sitting,
    candidate: { id: candidateId, studentNumber: maskedNumber(studentNumber) },
    answers,
    entries: entries.length,
    epochs: [...epochs],
    nonce: randomBytes(16).toString("hex"),
  };
  const signed = await sign(statement, key);
  const { number, issuedAtMs } = statement;
  return { made: { number, code: codeOf(signed), jws: signed.jws, issuedAtMs, entries: entries.length, work } };
}
