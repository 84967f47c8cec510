/** What a sitting allows in its rooms: data, never code. Times count from the room's start. */
import { z } from "zod";

export const SittingRules = z.strictObject({
  /** Candidates may still be let in this long after the start, ms. */
  latestAdmissionMs: z.number().int().min(0),
  /** Nobody leaves before, ms; null: not before the end. */
  earliestLeavingMs: z.number().int().min(0).nullable(),
  /** Whether a candidate may hand in before the end. */
  earlySubmission: z.boolean(),
});
export type SittingRules = z.infer<typeof SittingRules>;

/** What holds where nothing was said: as in 2015, nobody leaves before the end; handing in early is allowed. */
export const DEFAULT_RULES: SittingRules = { latestAdmissionMs: 0, earliestLeavingMs: null, earlySubmission: true };
