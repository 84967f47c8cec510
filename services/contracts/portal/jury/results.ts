/** What a candidate reads of an exam: the same for the dry run of the jury and for the candidate. */
import { z } from "zod";

const Count = z.int().min(0);

export const CandidateResult = z.strictObject({
  examTitle: z.string(),
  anonymityNumber: z.string(),
  publishAtMs: z.int(),
  /** The jury has decided since (R11): these results will be others. */
  stale: z.boolean(),
  units: z.array(
    z.strictObject({
      title: z.string(),
      /** Thousandths over `maximum`; null: `code` stands in its place, or there is no mark. */
      mark: Count.nullable(),
      maximum: Count,
      code: z.string().nullable(),
    }),
  ),
  ranks: z.array(z.strictObject({ name: z.string(), rank: Count.nullable(), ranked: Count, total: Count.nullable() })),
});
export type CandidateResult = z.infer<typeof CandidateResult>;

/**
 * POST /api/results: a candidate without an account, by the code of the receipt and the own student number: the code alone
 * is seen by a proctor, the number alone by a class. Refusals: `not_found`; `refused` while nothing is published.
 */
export const ResultAsked = z.strictObject({
  receiptCode: z.string().min(1).max(40),
  studentNumber: z.string().min(1).max(64),
});
export const ResultsAnswer = z.strictObject({ results: z.array(CandidateResult) });
export type ResultsAnswer = z.infer<typeof ResultsAnswer>;

/** POST /api/jury/exams/:examId/dry-run with an ExamRelease: what would be shown, of everybody in figures, of some whole. */
export const DryRun = z.strictObject({
  units: z.array(
    z.strictObject({
      title: z.string(),
      runId: z.int(),
      marked: Count,
      withCode: Count,
      mean: z.number(),
      maximum: Count,
    }),
  ),
  ranks: z.array(z.strictObject({ name: z.string(), ranked: Count, unranked: Count })),
  /** Sittings of the exam that no run of the release is of. */
  missing: z.array(z.string()),
  /** The first, and the one that was asked for by `?candidate=`. */
  samples: z.array(CandidateResult),
});
export type DryRun = z.infer<typeof DryRun>;
