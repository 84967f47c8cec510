/** Rows of a competition that computations and imports read whole. Ten thousand people and their marks are some megabytes. */
import { and, eq, sql } from "drizzle-orm";
import type { StoredPerson, StoredValues } from "#domain/competition/import-plan";
import { valueKey } from "#domain/competition/import-plan";
import type { Enrolled, MarkValue } from "#domain/competition/people";
import type { CompetitionRows } from "#domain/competition/ranking-input";
import { type Database, reading } from "#postgres/queries/reading";
import { enrolment, givenValue, mark, person } from "#postgres/schema/competition";

/** By student number. */
export const enrolledIn = (database: Database, competitionId: number): Promise<(Enrolled & Names)[]> =>
  reading("enrolments", () =>
    database
      .select({
        ...{ personId: person.id, studentNumber: person.studentNumber, anonymityNumber: enrolment.anonymityNumber },
        ...{ identity: enrolment.identity, programmes: enrolment.programmes },
        ...{ familyName: person.familyName, givenName: person.givenName, mail: person.mail },
      })
      .from(enrolment)
      .innerJoin(person, eq(person.id, enrolment.personId))
      .where(eq(enrolment.competitionId, competitionId))
      .orderBy(sql`${person.studentNumber} COLLATE "C"`),
  );
export interface Names {
  readonly familyName: string;
  readonly givenName: string;
  readonly mail: string;
}

export interface MarkRow {
  readonly personId: number;
  readonly unit: string;
  readonly value: MarkValue;
  readonly source: (typeof mark.$inferSelect)["source"];
}
const valueOf = (row: Pick<typeof mark.$inferSelect, "mark" | "maximum" | "code">): MarkValue | null => {
  if (row.code !== null) return { code: row.code };
  return row.mark === null || row.maximum === null ? null : { mark: row.mark, maximum: row.maximum };
};
/** Marks in force; `unit` null: of every unit. */
export async function marksIn(database: Database, competitionId: number, unit: string | null): Promise<MarkRow[]> {
  const rows = await reading("marks", () =>
    database
      .select({
        ...{ personId: mark.personId, unit: mark.unit, source: mark.source },
        ...{ mark: mark.mark, maximum: mark.maximum, code: mark.code },
      })
      .from(mark)
      .where(and(eq(mark.competitionId, competitionId), unit === null ? undefined : eq(mark.unit, unit))),
  );
  return rows.flatMap((row) => {
    const value = valueOf(row);
    return value === null ? [] : [{ personId: row.personId, unit: row.unit, value, source: row.source }];
  });
}

/** Marks of one person, with who entered them; a mark that was taken back has no value. */
export async function marksOfPerson(
  database: Database,
  { competitionId, personId }: { readonly competitionId: number; readonly personId: number },
) {
  const rows = await reading("marks", () =>
    database
      .select()
      .from(mark)
      .where(and(eq(mark.competitionId, competitionId), eq(mark.personId, personId))),
  );
  return rows.map((row) => ({
    ...{ unit: row.unit, value: valueOf(row), source: row.source, by: row.by },
    atMs: row.at.getTime(),
  }));
}

export const givenIn = (database: Database, competitionId: number) =>
  reading("given values", () =>
    database
      .select({
        ...{ personId: givenValue.personId, ranking: givenValue.ranking },
        ...{ total: givenValue.total, rank: givenValue.rank },
      })
      .from(givenValue)
      .where(eq(givenValue.competitionId, competitionId)),
  );

export async function competitionRows(database: Database, competitionId: number): Promise<CompetitionRows> {
  // One after the other: they share a connection, and with it the moment that they see.
  const enrolled = await enrolledIn(database, competitionId);
  const marks = await marksIn(database, competitionId, null);
  return { enrolled, marks, given: await givenIn(database, competitionId) };
}

/** Everybody of a population, and what of this competition is theirs: what an import is compared with. */
export async function storedPeople(
  database: Database,
  populationId: number,
  competitionId: number,
): Promise<StoredPerson[]> {
  const rows = await reading("persons", () =>
    database
      .select({
        ...{ personId: person.id, studentNumber: person.studentNumber },
        ...{ familyName: person.familyName, givenName: person.givenName, mail: person.mail },
        ...{ of: enrolment.personId, anonymityNumber: enrolment.anonymityNumber },
        ...{ identity: enrolment.identity, programmes: enrolment.programmes },
      })
      .from(person)
      .leftJoin(enrolment, and(eq(enrolment.personId, person.id), eq(enrolment.competitionId, competitionId)))
      .where(eq(person.populationId, populationId)),
  );
  return rows.map(({ anonymityNumber, identity, of, programmes, ...own }) => ({
    ...own,
    enrolled: of === null ? null : { anonymityNumber, identity: identity ?? {}, programmes: programmes ?? [] },
  }));
}
export async function storedValues(database: Database, competitionId: number): Promise<StoredValues> {
  const marks = await marksIn(database, competitionId, null);
  const given = await givenIn(database, competitionId);
  return {
    marks: new Map(marks.map(({ personId, unit, value }) => [valueKey(personId, unit), value])),
    given: new Map(given.map(({ personId, rank, ranking, total }) => [valueKey(personId, ranking), { total, rank }])),
  };
}
