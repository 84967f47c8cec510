/** GET /api/restore with `Authorization: Bearer <ticket>`: what a spare tablet takes over, once everything received is stored. */
import { z } from "zod";
import { AnswerValue, PaperRef, SealKey, SealToken, Sha256 } from "#contracts/frames/fields";

export const RestoreResponse = z.strictObject({
  /** Answers in force, of the epochs before this one. */
  answers: z.array(z.strictObject({ itemId: PaperRef, value: AnswerValue })),
  locks: z.array(z.strictObject({ stepId: PaperRef, itemIds: z.array(PaperRef) })),
  /** Acts that the candidate has read. */
  readActIds: z.array(z.string()),
  /** The last snapshot of the tablet's own workspace, or null. */
  workspace: z.string().nullable(),
  /** Of each locked section in which something was validated: the step that is open now. Null key: the section is done. */
  steps: z.array(z.strictObject({ sectionId: PaperRef, path: Sha256, key: SealKey, token: SealToken })),
});
export type RestoreResponse = z.infer<typeof RestoreResponse>;
