/** The demo exam, from the project's own files into an empty or already seeded database. */
import { createHmac } from "node:crypto";
import type pg from "pg";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { demoPaper, otherDemoPapers } from "#cli/import/demo-papers";
import { demoCardCode, type HmacSha256 } from "#domain/exam/card-code";
import { demoCandidates } from "#domain/exam/demo-candidates";
import { DEMO_EXAM } from "#domain/exam/demo-exam";
import { demoCentres } from "#domain/exam/demo-places";
import { DEMO_PASSWORD, DEMO_SECOND_FACTOR, demoStaff } from "#domain/exam/demo-staff";
import { instantsOf, wallClock } from "#domain/exam/local-time";
import { SECOND_FACTOR_ROLES } from "#domain/staff/account";
import { cardHmac, issueCards } from "#postgres/exam/cards";
import { candidateIds, insertCandidates } from "#postgres/exam/candidates";
import { createExam, findExam, lockExam } from "#postgres/exam/exams";
import { insertPaper, replaceKeys } from "#postgres/exam/papers";
import { placeKey, roomIds, storePlaces } from "#postgres/exam/places";
import { addSlots } from "#postgres/exam/slots";
import { hasStaff, insertAccount } from "#postgres/exam/staff";
import { placesOf } from "#postgres/queries/roster";
import { createPasswords } from "#runtime/password";
import { sealSecondFactor } from "#runtime/second-factor";

export const hmacSha256: HmacSha256 = (key, message) => createHmac("sha256", key).update(message).digest();

/** Rooms hold 69 or 70: seven rows of ten, seat 1 at the front left. */
const SEAT_PLAN = { rows: 7, columns: 10 } as const;
const DAY_MS = 86_400_000;
const TIME_ZONE = "Europe/Paris";

/** Mornings and afternoons of the two days after the seed. */
const slotsAfter = (nowMs: number): number[] =>
  [1, 2].flatMap((days) => {
    const day = wallClock(nowMs + days * DAY_MS, TIME_ZONE).slice(0, 10);
    return ["09:00:00", "14:00:00"].flatMap((hour) => instantsOf(`${day}T${hour}`, TIME_ZONE).slice(0, 1));
  });

export interface DemoSecrets {
  readonly cardSecret: Buffer;
  readonly staffSecret: Buffer;
}

/**
 * Stores the demo exam: centres, rooms, candidates, a card for each, the papers and their keys, the staff, in one
 * transaction. Resolves to false when the exam is there already; an exam from before it had staff is completed.
 */
export async function seedDemo(pool: pg.Pool, secrets: DemoSecrets, nowMs: number): Promise<boolean> {
  const passwordHash = await demoPasswordHash(pool);
  return drizzle(pool).transaction(async (tx) => {
    // Making the exam comes first: its unique slug lets one of several starts at once do the work.
    const made = await createExam(tx, DEMO_EXAM.slug, DEMO_EXAM.title);
    const exam = made ?? (await findExam(tx, DEMO_EXAM.slug));
    if (!exam) throw new Error("the demo exam is neither there nor made");
    if (made) await seedExam(tx, exam.id, secrets.cardSecret);
    await lockExam(tx, exam.id);
    if (passwordHash !== null && !(await hasStaff(tx, exam.id)))
      await seedDay(tx, exam.id, passwordHash, secrets.staffSecret, nowMs);
    return made !== null;
  });
}

/** Hashed once for everybody, and only when somebody needs it: a start stays quick. */
async function demoPasswordHash(pool: pg.Pool): Promise<string | null> {
  const db = drizzle(pool);
  const exam = await findExam(db, DEMO_EXAM.slug);
  return exam && (await hasStaff(db, exam.id)) ? null : createPasswords().hash(DEMO_PASSWORD);
}

async function seedExam(tx: NodePgDatabase, examId: number, cardSecret: Buffer): Promise<void> {
  await storeDemoPlaces(tx, examId);
  const candidates = demoCandidates();
  const anonymity = candidates.map((one) => one.anonymityNumber);
  await insertCandidates(tx, examId, candidates, anonymity, await roomIds(tx, examId));
  const stored = await candidateIds(tx, examId);
  await issueCards(
    tx,
    stored.map(({ id, studentNumber }) => ({
      candidateId: id,
      codeHmac: cardHmac(cardSecret, demoCardCode(studentNumber, hmacSha256)),
    })),
  );
  const { paper, keys } = demoPaper();
  await replaceKeys(tx, await insertPaper(tx, { examId, ...paper }), keys);
}

const storeDemoPlaces = (tx: NodePgDatabase, examId: number): Promise<void> =>
  storePlaces(
    tx,
    examId,
    demoCentres().flatMap((centre) =>
      centre.rooms.map((room) => ({
        centre: centre.code,
        centreName: centre.name,
        room: room.code,
        roomName: room.name,
        plan: SEAT_PLAN,
      })),
    ),
  );

/** What the exam day needs besides candidates and a paper. */
async function seedDay(
  tx: NodePgDatabase,
  examId: number,
  passwordHash: string,
  staffSecret: Buffer,
  nowMs: number,
): Promise<void> {
  await storeDemoPlaces(tx, examId);
  for (const { paper, keys } of otherDemoPapers())
    await replaceKeys(tx, await insertPaper(tx, { examId, ...paper }), keys);
  await addSlots(tx, examId, slotsAfter(nowMs));
  const rooms = await roomIds(tx, examId);
  const centres = new Map((await placesOf(tx, examId)).map((centre) => [centre.code, centre.id]));
  const secret = Buffer.from(DEMO_SECOND_FACTOR, "utf8");
  for (const one of demoStaff()) {
    const { login, name, role } = one;
    const secondFactor = SECOND_FACTOR_ROLES.includes(role) ? sealSecondFactor(staffSecret, login, secret) : null;
    const roomIdsOfOne = one.rooms.flatMap((code) => rooms.get(placeKey(one.centre, code)) ?? []);
    const account = { login, name, role, centreId: centres.get(one.centre) ?? null, roomIds: roomIdsOfOne };
    await insertAccount(tx, examId, account, { passwordHash, secondFactor });
  }
}
