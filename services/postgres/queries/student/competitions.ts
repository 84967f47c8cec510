/** What a student takes part in. */
import { desc, eq, inArray } from "drizzle-orm";
import type { CompetitionPlan } from "#domain/competition/plan";
import { type Database, reading } from "#postgres/queries/reading";
import { competition, enrolment, person } from "#postgres/schema/competition";

export interface TakenPart {
  readonly competitionId: number;
  readonly personId: number;
  readonly slug: string;
  readonly plan: CompetitionPlan;
  readonly studentNumber: string;
  readonly programmes: readonly string[];
}
/** The newest first. */
export const competitionsOfPersons = (database: Database, personIds: readonly number[]): Promise<TakenPart[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : reading("competitions", () =>
        database
          .select({
            ...{ competitionId: competition.id, personId: enrolment.personId, slug: competition.slug },
            ...{ plan: competition.plan, studentNumber: person.studentNumber, programmes: enrolment.programmes },
          })
          .from(enrolment)
          .innerJoin(competition, eq(competition.id, enrolment.competitionId))
          .innerJoin(person, eq(person.id, enrolment.personId))
          .where(inArray(enrolment.personId, [...personIds]))
          .orderBy(desc(competition.id)),
      );

export async function competitionBySlug(database: Database, slug: string): Promise<number | null> {
  const [row] = await reading("competition", () =>
    database.select({ id: competition.id }).from(competition).where(eq(competition.slug, slug)),
  );
  return row?.id ?? null;
}
