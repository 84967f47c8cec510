/** Answers of students to their seats, under /api/office/competitions/{id}. */
import { z } from "zod";
import { SEAT_ANSWERS } from "#domain/student/seat-answer";

const Id = z.int().min(1);
const Count = z.int().min(0);
export const AnswerKind = z.enum(SEAT_ANSWERS);

/** What stands to a seat; null: nothing was said. */
export const AnswerShown = z.strictObject({
  answer: AnswerKind,
  atMs: Count,
  /** `student`, or who said it for the office. */
  by: z.string(),
});
/** GET answers: of the publication that students read now. */
export const AnswersShown = z.strictObject({
  /** Null: no seats are published. */
  publication: z.strictObject({ id: Id, publishAtMs: Count, answersUntilMs: Count.nullable() }).nullable(),
  /** Who is in it without a seat. */
  nowhere: Count,
  /** Who has a seat, by student number. */
  lines: z.array(
    z.strictObject({
      ...{ personId: Id, studentNumber: z.string(), name: z.string() },
      ...{ programme: z.string(), wish: Count.nullable(), said: AnswerShown.nullable() },
    }),
  ),
});
export type AnswersShown = z.infer<typeof AnswersShown>;

/** POST people/{id}/answer: said for a student, at any time; `publicationId` and `programme` as the screen showed them. */
export const AnswerTyped = z.strictObject({ publicationId: Id, programme: z.string(), answer: AnswerKind });
