/** What the database holds of a sitting's clock. */
import type pg from "pg";
import { Refusal } from "#cli/command";
import { createExamPlaces, type ExamPlaces } from "#cli/replay/exam-places";
import { Act } from "#contracts/act";
import type { Act as DomainAct } from "#domain/sitting/act";
import { journalOf } from "#postgres/queries/export";
import { centresOf, roomsOf, seatsOf } from "#postgres/queries/places";
import type { Database } from "#postgres/queries/reading";

/** The journal as far as it is drained. Throws Refusal naming each record that is no act or stands out of order. */
export async function storedActs(client: pg.ClientBase, sittingId: number): Promise<DomainAct[]> {
  const acts: DomainAct[] = [];
  const problems: string[] = [];
  let expected = 1;
  for await (const rows of journalOf(client, sittingId))
    for (const { position, act } of rows) {
      const where = `sitting ${sittingId}, journal, position ${position}`;
      if (position !== expected) problems.push(`${where}: position ${expected} is missing`);
      expected = position + 1;
      const read = Act.safeParse(act);
      if (read.success) acts.push(read.data);
      else problems.push(...read.error.issues.map((issue) => `${where}: ${issue.path.join(".")}: ${issue.message}`));
    }
  if (problems.length > 0) throw new Refusal(...problems);
  return acts;
}

export async function placesOf(database: Database, examId: number): Promise<ExamPlaces> {
  const seats = await seatsOf(database, examId);
  return createExamPlaces({
    seats,
    rooms: await roomsOf(database, examId),
    centres: await centresOf(database, examId),
  });
}
