/** Candidates of an exam: what is stored, and what an import changes. */
import { eq, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { CandidatePlan, CandidateRecord, StoredCandidate } from "#domain/exam/candidate-plan";
import { placeKey, roomIds } from "#postgres/exam/places";
import { answerLog, candidateEpoch, quarantine } from "#postgres/schema/answers";
import { candidate, card, centre, room, sitting } from "#postgres/schema/exam";

/**
 * All candidates of an exam. Whoever has signed in to a sitting counts as having answers: what the tablet holds may not
 * have arrived yet.
 */
export async function storedCandidates(db: NodePgDatabase, examId: number): Promise<StoredCandidate[]> {
  const rows = await db
    .select({
      id: candidate.id,
      studentNumber: candidate.studentNumber,
      familyName: candidate.familyName,
      givenName: candidate.givenName,
      centre: centre.code,
      room: room.code,
      seat: candidate.seat,
      numerator: candidate.extraTimeNumerator,
      denominator: candidate.extraTimeDenominator,
      identity: candidate.identity,
      hasAnswers: sql<boolean>`
        EXISTS (SELECT FROM ${sitting} s JOIN paper p ON p.id = s.paper_id
          JOIN ${candidateEpoch} e ON e.sitting_id = s.id AND e.candidate_id = ${candidate.id}
          WHERE p.exam_id = ${examId})
        OR EXISTS (SELECT FROM ${sitting} s JOIN paper p ON p.id = s.paper_id
          JOIN ${answerLog} l ON l.sitting_id = s.id AND l.candidate_id = ${candidate.id}
          WHERE p.exam_id = ${examId})
        OR EXISTS (SELECT FROM ${quarantine} q WHERE q.candidate_id = ${candidate.id})`,
    })
    .from(candidate)
    .innerJoin(room, eq(room.id, candidate.roomId))
    .innerJoin(centre, eq(centre.id, room.centreId))
    .where(eq(candidate.examId, examId))
    .orderBy(candidate.id);
  return rows.map(({ numerator, denominator, ...row }) => ({ ...row, extraTime: { numerator, denominator } }));
}

/** Anonymity numbers that the exam has given out. */
export async function takenAnonymityNumbers(db: NodePgDatabase, examId: number): Promise<Set<string>> {
  const rows = await db.select({ n: candidate.anonymityNumber }).from(candidate).where(eq(candidate.examId, examId));
  return new Set(rows.map((row) => row.n));
}

/** Sittings of the exam that people compose in, or sign in to, now. Read from the drained journal. */
export async function openSittings(db: NodePgDatabase, examId: number): Promise<{ id: number; title: string }[]> {
  const found = await db.execute<{ id: number; title: string }>(sql`
    SELECT s.id, s.title FROM ${sitting} s JOIN paper p ON p.id = s.paper_id
    WHERE p.exam_id = ${examId}
      AND EXISTS (SELECT FROM journal j WHERE j.sitting_id = s.id AND j.kind IN ('check_in', 'start'))
      AND NOT EXISTS (SELECT FROM journal j WHERE j.sitting_id = s.id AND j.kind IN ('end', 'cancel'))`);
  return found.rows;
}

/**
 * Writes a plan: all of it, inside the caller's transaction. The rooms exist already. `anonymity` has one number per new
 * candidate.
 */
export async function commitCandidates(
  db: NodePgDatabase,
  examId: number,
  plan: CandidatePlan,
  anonymity: readonly string[],
): Promise<void> {
  const rooms = await roomIds(db, examId);
  await removeCandidates(
    db,
    plan.gone.map((one) => one.id),
  );
  await updateCandidates(db, [...plan.moved, ...plan.changed], rooms);
  await insertCandidates(db, examId, plan.added, anonymity, rooms);
}

async function removeCandidates(db: NodePgDatabase, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const listed = sql`ANY(${sql.param(ids)}::int[])`;
  await db.delete(card).where(sql`${card.candidateId} = ${listed}`);
  await db.delete(candidate).where(sql`${candidate.id} = ${listed}`);
}

async function updateCandidates(
  db: NodePgDatabase,
  changes: readonly { before: StoredCandidate; after: CandidateRecord }[],
  rooms: ReadonlyMap<string, number>,
): Promise<void> {
  if (changes.length === 0) return;
  const ids = sql.param(changes.map((one) => one.before.id));
  // Two people may swap seats, and a seat is unique at every row: everybody stands up first.
  await db.execute(sql`UPDATE ${candidate} SET seat = '~' || id WHERE id = ANY(${ids}::int[])`);
  const after = columnsOf(
    changes.map((one) => one.after),
    rooms,
  );
  await db.execute(sql`
    UPDATE ${candidate} AS c SET family_name = given.family_name, given_name = given.given_name,
      room_id = given.room_id, seat = given.seat, extra_time_numerator = given.numerator,
      extra_time_denominator = given.denominator, identity = given.identity
    FROM unnest(${ids}::int[], ${after.familyName}::text[], ${after.givenName}::text[], ${after.roomId}::int[],
      ${after.seat}::text[], ${after.numerator}::int[], ${after.denominator}::int[], ${after.identity}::jsonb[])
      AS given (id, family_name, given_name, room_id, seat, numerator, denominator, identity)
    WHERE c.id = given.id`);
}

/** Inserts candidates in one statement. `anonymity`: one number for each, in the same order. */
export async function insertCandidates(
  db: NodePgDatabase,
  examId: number,
  added: readonly CandidateRecord[],
  anonymity: readonly string[],
  rooms: ReadonlyMap<string, number>,
): Promise<void> {
  if (anonymity.length !== added.length) throw new RangeError("one anonymity number per candidate");
  if (added.length === 0) return;
  const given = columnsOf(added, rooms);
  await db.execute(sql`
    INSERT INTO ${candidate} (exam_id, student_number, anonymity_number, family_name, given_name, room_id, seat,
      extra_time_numerator, extra_time_denominator, identity)
    SELECT ${examId}, * FROM unnest(${given.studentNumber}::text[], ${sql.param([...anonymity])}::text[],
      ${given.familyName}::text[], ${given.givenName}::text[], ${given.roomId}::int[], ${given.seat}::text[],
      ${given.numerator}::int[], ${given.denominator}::int[], ${given.identity}::jsonb[])`);
}

function columnsOf(list: readonly CandidateRecord[], rooms: ReadonlyMap<string, number>) {
  const column = <T>(of: (one: CandidateRecord) => T) => sql.param(list.map(of));
  return {
    studentNumber: column((one) => one.studentNumber),
    familyName: column((one) => one.familyName),
    givenName: column((one) => one.givenName),
    roomId: column((one) => roomIdOf(one, rooms)),
    seat: column((one) => one.seat),
    numerator: column((one) => one.extraTime.numerator),
    denominator: column((one) => one.extraTime.denominator),
    identity: column((one) => JSON.stringify(one.identity)),
  };
}

function roomIdOf(one: CandidateRecord, rooms: ReadonlyMap<string, number>): number {
  const id = rooms.get(placeKey(one.centre, one.room));
  if (id === undefined) throw new Error(`room ${one.centre}/${one.room} was not made`);
  return id;
}

/** Ids of an exam's candidates with their student numbers. */
export const candidateIds = (db: NodePgDatabase, examId: number): Promise<{ id: number; studentNumber: string }[]> =>
  db
    .select({ id: candidate.id, studentNumber: candidate.studentNumber })
    .from(candidate)
    .where(eq(candidate.examId, examId));
