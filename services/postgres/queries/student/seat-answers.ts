/** What students said to their seats. */
import { and, asc, eq, sql } from "drizzle-orm";
import {
  isRepeated,
  type SeatAnswerAsked,
  type SeatAnswerKind,
  type SeatAnswerProblem,
  seatAnswerProblem,
  type SeatOffer,
} from "#domain/student/seat-answer";
import { type Database, reading } from "#postgres/queries/reading";
import type { WishPlace } from "#postgres/queries/student/wishes";
import { enrolment } from "#postgres/schema/competition";
import { seatAnswer } from "#postgres/schema/student";

export interface KeptAnswer {
  readonly publicationId: number;
  readonly programme: string;
  readonly answer: SeatAnswerKind;
  readonly atMs: number;
  readonly by: string;
}
const COLUMNS = {
  ...{ publicationId: seatAnswer.publicationId, programme: seatAnswer.programme, answer: seatAnswer.answer },
  ...{ atMs: seatAnswer.atMs, by: seatAnswer.by },
};
const of = ({ competitionId, personId }: WishPlace) =>
  and(eq(seatAnswer.competitionId, competitionId), eq(seatAnswer.personId, personId));

/** The oldest first. */
export const answersOf = (database: Database, place: WishPlace): Promise<KeptAnswer[]> =>
  reading("answers", () => database.select(COLUMNS).from(seatAnswer).where(of(place)).orderBy(asc(seatAnswer.id)));

/** The one that holds, for a publication. */
export const lastAnswer = (answers: readonly KeptAnswer[], publicationId: number): SeatAnswerKind | null =>
  answers.findLast((one) => one.publicationId === publicationId)?.answer ?? null;

/** What each person has said last to their seat in a publication. */
export const answersIn = async (
  database: Database,
  competitionId: number,
  publicationId: number,
): Promise<ReadonlyMap<number, KeptAnswer>> => {
  const rows = await reading("answers", () =>
    database
      .select({ personId: seatAnswer.personId, ...COLUMNS })
      .from(seatAnswer)
      .where(and(eq(seatAnswer.competitionId, competitionId), eq(seatAnswer.publicationId, publicationId)))
      .orderBy(asc(seatAnswer.id)),
  );
  return new Map(rows.map(({ personId, ...own }) => [personId, own]));
};

export type Answered =
  { readonly kept: KeptAnswer; readonly repeated: boolean } | { readonly problem: SeatAnswerProblem };

/**
 * `withAnswer` runs in the same transaction: a mail is queued with the answer or not at all. `by`: `student`, or name and role
 * of who says it for the office, to whom students' deadlines do not apply: a letter of resignation counts when it comes.
 */
export const keepAnswer = (
  database: Database,
  place: WishPlace,
  offer: SeatOffer,
  asked: SeatAnswerAsked,
  at: { readonly receivedAtMs: number; readonly proven: boolean; readonly by?: string },
  withAnswer: (tx: Database) => Promise<void>,
): Promise<Answered> =>
  reading("answer", () =>
    database.transaction(async (tx) => {
      // Two devices answer one after the other.
      await tx
        .select({ id: enrolment.personId })
        .from(enrolment)
        .where(and(eq(enrolment.competitionId, place.competitionId), eq(enrolment.personId, place.personId)))
        .for("no key update");
      const all = await answersOf(tx, place);
      const own = all.findLast((one) => one.publicationId === offer.publicationId);
      if (own && isRepeated(own.answer, asked) && asked.publicationId === offer.publicationId)
        return { kept: own, repeated: true };
      const problem = seatAnswerProblem(own?.answer ?? null, offer, asked, at);
      if (problem !== null) return { problem };
      const { answer, programme, publicationId } = asked;
      const kept = { publicationId, programme, answer, atMs: at.receivedAtMs, by: at.by ?? "student" };
      await tx.insert(seatAnswer).values({ ...place, ...kept });
      // Whoever merely accepts changes nothing that is computed from (R11).
      if (answer !== "accepted")
        await tx.execute(sql`UPDATE competition SET revision = revision + 1 WHERE id = ${place.competitionId}`);
      await withAnswer(tx);
      return { kept, repeated: false };
    }),
  );
