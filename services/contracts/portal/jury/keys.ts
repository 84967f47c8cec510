/** What a run takes for right of one item, as the jury reads it before it rules on another key. Only after the sittings are over. */
import { z } from "zod";
import { ItemKey } from "#contracts/paper/key";

/** GET /api/jury/exams/:examId/runs/:runId/keys/:itemId. Refusal: `refused`, with what the marking process says. */
export const JudgedItem = z.strictObject({
  itemId: z.string(),
  /** QRM, QROC… */
  type: z.string(),
  /** As tablets showed them; null or empty: the paper does not have them. */
  questionHtml: z.string().nullable(),
  options: z.array(z.strictObject({ id: z.string(), html: z.string() })),
  /** Several are alternatives. */
  keys: z.array(ItemKey).min(1),
});
export type JudgedItem = z.infer<typeof JudgedItem>;
