/**
 * What a decision of kind `ruling` says (domain/decision): its payload. Its subject is the sitting whose marks it is about.
 * The next run takes what is in force when it is asked for; earlier runs stay as they are.
 */
import { z } from "zod";
import { Ruling } from "#contracts/marking/rulings";

export const RulingDecision = z
  .strictObject({
    /** Ids name them within the decision; a run calls the ruling `r1` of decision 12 `d12.r1`. */
    rulings: z.array(Ruling).max(200),
    /** Ids of decisions whose rulings no longer hold: a ruling is never edited. */
    withdraws: z.array(z.int().min(1)).max(200).default([]),
  })
  .refine(({ rulings, withdraws }) => rulings.length + withdraws.length > 0, "neither rules nor withdraws anything");
export type RulingDecision = z.infer<typeof RulingDecision>;
