/** Short texts that no key accepts, as one reviewer is shown them: not who wrote them, not what another reviewer says. */
import { z } from "zod";
import { VERDICTS } from "#domain/marking/review";

const Count = z.int().min(0);

/** GET /api/jury/exams/:examId/sittings/:sittingId/review?item=: of the newest finished run of the sitting. */
export const ReviewList = z.strictObject({
  sittingTitle: z.string(),
  /** Null: no run is finished yet. */
  runId: z.int().nullable(),
  items: z.array(
    z.strictObject({
      itemId: z.string(),
      texts: Count,
      /** Judged for good, by two who agree or by a third. */
      settled: Count,
      /** What this reviewer may still judge. */
      yours: Count,
    }),
  ),
  /** The item that was asked for, or the first with something to judge; null: nothing is left for this reviewer. */
  itemId: z.string().nullable(),
  /** As tablets showed it; null: the paper does not have it. */
  questionHtml: z.string().nullable(),
  /** What this reviewer may judge of the item, the most frequent first, the first two hundred. */
  texts: z.array(
    z.strictObject({
      /** As normalised. */
      text: z.string(),
      /** A few ways in which it was written. */
      written: z.array(z.string()),
      candidates: Count,
    }),
  ),
});
export type ReviewList = z.infer<typeof ReviewList>;

/** POST /api/jury/exams/:examId/sittings/:sittingId/verdicts. A verdict is final; refusal `conflict`: settled meanwhile, or one's own already. */
export const VerdictAsked = z.strictObject({
  itemId: z.string().min(1).max(64),
  text: z.string().min(1).max(2_000),
  verdict: z.enum(VERDICTS),
});
export type VerdictAsked = z.infer<typeof VerdictAsked>;
export const VerdictGiven = z.strictObject({ itemId: z.string(), text: z.string() });
