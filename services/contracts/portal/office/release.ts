/**
 * What two persons sign to publish a competition (decision kinds `competition_release` and `competition_withdrawal`, subject
 * the competition). A publication is known by the id of its decision; what is not named is not shown.
 */
import { z } from "zod";
import { CompetitionPlan } from "#contracts/portal/office/plan";

const Id = z.int().min(1);
/** A calculation that is done, with the hash of its result: what is shown is what was signed. */
const Signed = z.strictObject({ calculationId: Id, resultHash: z.string().regex(/^[0-9a-f]{64}$/) });

export const CompetitionRelease = z.strictObject({
  v: z.literal(1),
  competitionId: Id,
  title: z.string(),
  /** Null: no totals and ranks are shown. */
  ranks: Signed.nullable(),
  round: Signed.extend({ number: z.int().min(1) }).nullable(),
  reorientations: z.array(Signed).max(20),
  /** Server time; nothing is shown a moment earlier. */
  publishAtMs: z.int().min(0),
  /** Until when seats are answered; null: nothing is asked. */
  answersUntilMs: z.int().min(0).nullable(),
  visibility: CompetitionPlan.shape.visibility,
});
export type CompetitionRelease = z.infer<typeof CompetitionRelease>;

export const CompetitionWithdrawal = z.strictObject({ v: z.literal(1), competitionId: Id, decisionId: Id });
export type CompetitionWithdrawal = z.infer<typeof CompetitionWithdrawal>;
