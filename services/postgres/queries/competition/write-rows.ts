/** Writing what an import or a hand has changed. Call inside a transaction: all of it or nothing. */
import { eq, inArray, sql } from "drizzle-orm";
import type { ImportPlan } from "#domain/competition/import-plan";
import type { MarkValue } from "#domain/competition/people";
import type { Database } from "#postgres/queries/reading";
import { competition, enrolment, givenValue, mark, person } from "#postgres/schema/competition";

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const CHUNK = 4_000;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) => all.slice(i * CHUNK, (i + 1) * CHUNK));

/** Whoever changes rows of a competition waits here: two imports at once would each be compared with what was before. */
export const lockCompetition = (database: Database, competitionId: number) =>
  database.select({ id: competition.id }).from(competition).where(eq(competition.id, competitionId)).for("update");

export async function writeImport(
  database: Database,
  { competitionId, populationId }: { readonly competitionId: number; readonly populationId: number },
  plan: ImportPlan,
  by: string,
): Promise<void> {
  for (const rows of chunks(plan.people))
    await database
      .insert(person)
      .values(
        rows.map(({ familyName, givenName, mail, studentNumber }) => ({
          ...{ populationId, studentNumber, familyName, givenName, mail },
        })),
      )
      .onConflictDoUpdate({
        target: [person.populationId, person.studentNumber],
        set: {
          familyName: sql`excluded.family_name`,
          givenName: sql`excluded.given_name`,
          mail: sql`excluded.mail`,
        },
      });
  const idOf = await idsOf(database, populationId);
  const id = (studentNumber: string): number => {
    const found = idOf.get(studentNumber);
    if (found === undefined) throw new Error(`no person with the number ${studentNumber}`);
    return found;
  };
  for (const rows of chunks(plan.enrolments))
    await database
      .insert(enrolment)
      .values(
        rows.map(({ anonymityNumber, identity, programmes, studentNumber }) => ({
          ...{ competitionId, personId: id(studentNumber), anonymityNumber, identity, programmes: [...programmes] },
        })),
      )
      .onConflictDoUpdate({
        target: [enrolment.competitionId, enrolment.personId],
        set: {
          anonymityNumber: sql`excluded.anonymity_number`,
          identity: sql`excluded.identity`,
          programmes: sql`excluded.programmes`,
        },
      });
  const marks = plan.marks.map(({ studentNumber, unit, value }) => ({ personId: id(studentNumber), unit, value }));
  await writeMarks(database, competitionId, marks, "csv", by);
  for (const rows of chunks(plan.given))
    await database
      .insert(givenValue)
      .values(
        rows.map(({ rank, ranking, studentNumber, total }) => ({
          ...{ competitionId, personId: id(studentNumber), ranking, total, rank },
        })),
      )
      .onConflictDoUpdate({
        target: [givenValue.competitionId, givenValue.ranking, givenValue.personId],
        set: { total: sql`excluded.total`, rank: sql`excluded.rank` },
      });
}

async function idsOf(database: Database, populationId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .select({ id: person.id, studentNumber: person.studentNumber })
    .from(person)
    .where(eq(person.populationId, populationId));
  return new Map(rows.map((row) => [row.studentNumber, row.id]));
}

/** `value` null: the mark is taken back. */
export async function writeMarks(
  database: Database,
  competitionId: number,
  marks: readonly { readonly personId: number; readonly unit: string; readonly value: MarkValue | null }[],
  source: (typeof mark.$inferSelect)["source"],
  by: string,
): Promise<void> {
  for (const rows of chunks(marks))
    await database
      .insert(mark)
      .values(
        rows.map(({ personId, unit, value }) => ({
          ...{ competitionId, personId, unit, source, by },
          mark: value !== null && "mark" in value ? value.mark : null,
          maximum: value !== null && "mark" in value ? value.maximum : null,
          code: value !== null && "code" in value ? value.code : null,
        })),
      )
      .onConflictDoUpdate({
        target: [mark.competitionId, mark.unit, mark.personId],
        set: {
          ...{ mark: sql`excluded.mark`, maximum: sql`excluded.maximum`, code: sql`excluded.code` },
          ...{ source: sql`excluded.source`, by: sql`excluded.by`, at: sql`now()` },
        },
      });
}

/** Gives numbers to those of `numbers` who have none. */
export async function writeAnonymityNumbers(
  database: Database,
  competitionId: number,
  numbers: ReadonlyMap<number, string>,
): Promise<void> {
  for (const rows of chunks([...numbers]))
    await database.execute(sql`
      UPDATE ${enrolment} e SET anonymity_number = n.number
      FROM unnest(${sql.param(rows.map(([id]) => id))}::int[], ${sql.param(rows.map(([, number]) => number))}::text[]) AS n (id, number)
      WHERE e.competition_id = ${competitionId} AND e.person_id = n.id AND e.anonymity_number IS NULL`);
}

/** Whether these persons are registered; the ids that are not. */
export async function notEnrolled(
  database: Database,
  competitionId: number,
  personIds: readonly number[],
): Promise<number[]> {
  const rows = await database
    .select({ id: enrolment.personId })
    .from(enrolment)
    .where(sql`${enrolment.competitionId} = ${competitionId} AND ${inArray(enrolment.personId, [-1, ...personIds])}`);
  const known = new Set(rows.map(({ id }) => id));
  return personIds.filter((id) => !known.has(id));
}
