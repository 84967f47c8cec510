/**
 * Single acts of the exam day that change the list of candidates or the plan. Each is done in PostgreSQL and told in the
 * sitting's journal by a `register` act of the given id; PostgreSQL away: `store_unavailable`, nothing happened.
 * Lead proctors in their centre, organisers everywhere; rescheduling organisers only.
 */
import { z } from "zod";
import { Act } from "#contracts/act";
import { ActId, InstantMs, storable } from "#contracts/frames/fields";
import { LIMITS } from "#contracts/limits";

const id = z.number().int().min(1);
const name = storable(z.string().trim().min(1).max(200));
const seat = storable(z.string().trim().min(1).max(50));
const common = { id: ActId, cause: storable(z.string().trim().min(1).max(LIMITS.causeCharsMax)) };

/** POST /api/console/sittings/{sittingId}/candidates/{candidateId}/card: the card in force is revoked. */
export const CardAsked = z.strictObject(common);
export type CardAsked = z.infer<typeof CardAsked>;

/** POST /api/console/sittings/{sittingId}/candidates/{candidateId}/move. */
export const MoveAsked = z.strictObject({ ...common, roomId: id, seat });
export type MoveAsked = z.infer<typeof MoveAsked>;

/** POST /api/console/sittings/{sittingId}/candidates: somebody who is not on the list. */
export const AdmissionAsked = z.strictObject({
  ...common,
  roomId: id,
  seat,
  studentNumber: name,
  familyName: name,
  givenName: name,
  extraTime: z.strictObject({ numerator: z.number().int().min(1), denominator: z.number().int().min(1) }),
});
export type AdmissionAsked = z.infer<typeof AdmissionAsked>;

/**
 * Answer to these three. `cardCode`: in clear, this once, in groups of four; null where no card was made. Asked again
 * with the same id after a lost reply, a new card is made: the lost code is revoked.
 */
export const DayAnswer = z.strictObject({ act: Act, candidateId: id, cardCode: z.string().nullable() });
export type DayAnswer = z.infer<typeof DayAnswer>;

/** POST /api/console/sittings/{sittingId}/reschedule: another sitting in the place of a cancelled one. */
export const RescheduleAsked = z.strictObject({
  cause: storable(z.string().trim().min(1).max(LIMITS.causeCharsMax)),
  slotId: id,
  /** Slugs of papers of the exam. */
  paper: z.string().min(1).max(200),
  backup: z.string().min(1).max(200).nullable(),
  /** Why a paper that was given already in this exam may be given again; null: it is refused. */
  override: storable(z.string().trim().min(1).max(LIMITS.causeCharsMax)).nullable(),
});
export type RescheduleAsked = z.infer<typeof RescheduleAsked>;
export const RescheduleAnswer = z.strictObject({ sittingId: id });
export type RescheduleAnswer = z.infer<typeof RescheduleAnswer>;

/** GET /api/console/exams/{examId}/plan: what rescheduling and preparation choose from. Organisers only. */
export const ExamPlanView = z.strictObject({
  reserveSlots: z.array(z.strictObject({ id, startMs: InstantMs, sittingId: id.nullable() })),
  papers: z.array(
    z.strictObject({
      id,
      slug: z.string(),
      title: z.string(),
      durationMs: z.number().int(),
      itemCount: z.number().int(),
      /** Sittings of it, planned or held. */
      sittingIds: z.array(id),
    }),
  ),
});
export type ExamPlanView = z.infer<typeof ExamPlanView>;
