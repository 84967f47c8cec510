/** What two of the jury decide about an exam: rulings, releases of results, withdrawals. */
import { z } from "zod";
import { RulingDecision } from "#contracts/marking/ruling-decision";
import {
  DECISION_KINDS,
  DECISION_REASON_CHARS_MAX,
  DECISION_STATES,
  SUBJECT_KINDS,
  VERDICTS,
} from "#domain/decision/decision";

const Id = z.int().min(1).max(2_147_483_647);

/** Payload of a `release` (domain/decision): from when on candidates of an exam read which marks and ranks. */
export const ExamRelease = z.strictObject({
  v: z.literal(1),
  /** Finished runs, one per sitting, in the order in which they are shown. */
  runIds: z.array(Id).min(1).max(50),
  /** Null: no ranks are shown. */
  rankingRunId: Id.nullable(),
  /** Server time, ms; in the past: as soon as it is signed. */
  publishAtMs: z.int().min(0),
});
export type ExamRelease = z.infer<typeof ExamRelease>;
/** Payload of a `withdrawal`: results of that release are not shown any more. */
export const ExamWithdrawal = z.strictObject({ v: z.literal(1), releaseId: Id });
export type ExamWithdrawal = z.infer<typeof ExamWithdrawal>;

/** Payload of a `lift_anonymity`: who stands behind the numbers of that exam, and of no other. */
export const AnonymityLift = z.strictObject({ v: z.literal(1) });

/** POST /api/jury/exams/:examId/decisions. */
export const DecisionAsked = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ruling"),
    sittingId: Id,
    payload: RulingDecision,
    reason: z.string().max(DECISION_REASON_CHARS_MAX),
  }),
  z.strictObject({
    kind: z.literal("release"),
    payload: ExamRelease,
    reason: z.string().max(DECISION_REASON_CHARS_MAX),
  }),
  z.strictObject({
    kind: z.literal("withdrawal"),
    payload: ExamWithdrawal,
    reason: z.string().max(DECISION_REASON_CHARS_MAX),
  }),
  z.strictObject({
    kind: z.literal("lift_anonymity"),
    payload: AnonymityLift,
    reason: z.string().max(DECISION_REASON_CHARS_MAX),
  }),
]);
export type DecisionAsked = z.input<typeof DecisionAsked>;

/** POST /api/jury/exams/:examId/decisions/:decisionId/settle. */
export const SettleAsked = z.strictObject({
  verdict: z.enum(VERDICTS),
  reason: z.string().max(DECISION_REASON_CHARS_MAX),
  /** Of the payload that is on the screen. */
  payloadSha256: z.string(),
});
export type SettleAsked = z.infer<typeof SettleAsked>;

const Signed = z.strictObject({ accountId: Id, name: z.string() });
export const ShownDecision = z.strictObject({
  id: Id,
  kind: z.enum(DECISION_KINDS),
  subject: z.strictObject({ kind: z.enum(SUBJECT_KINDS), id: Id }),
  state: z.enum(DECISION_STATES),
  payloadText: z.string(),
  payloadSha256: z.string(),
  reason: z.string(),
  proposedBy: Signed,
  proposedAtMs: z.int(),
  expiresAtMs: z.int(),
  outcome: z.strictObject({ verdict: z.enum(VERDICTS), by: Signed, reason: z.string(), atMs: z.int() }).nullable(),
});
export type ShownDecision = z.infer<typeof ShownDecision>;
/** GET /api/jury/exams/:examId/decisions: of the exam and its sittings, the newest first. */
export const Decisions = z.strictObject({ decisions: z.array(ShownDecision) });
export const DecisionAnswer = z.strictObject({ decision: ShownDecision });
