/** Exams, as the jury chooses between them. GET /api/jury/exams. */
import { z } from "zod";

export const JuryExam = z.strictObject({
  id: z.int(),
  slug: z.string(),
  title: z.string(),
  /** IANA name. */
  timeZone: z.string(),
});
export type JuryExam = z.infer<typeof JuryExam>;
export const JuryExams = z.strictObject({ exams: z.array(JuryExam) });
