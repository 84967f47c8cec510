/** Names behind anonymity numbers, once two persons have lifted the anonymity of the exam; before: refusal `not_lifted`. */
import { z } from "zod";

/** GET /api/jury/exams/:examId/names, as names.csv too: everybody, by anonymity number. Every look is recorded. */
export const ExamNames = z.strictObject({
  names: z.array(
    z.strictObject({
      anonymityNumber: z.string(),
      studentNumber: z.string(),
      familyName: z.string(),
      givenName: z.string(),
    }),
  ),
  /** A ranking is released: letters can be made (GET …/letters/:anonymityNumber?language=). */
  letters: z.boolean(),
});
export type ExamNames = z.infer<typeof ExamNames>;
