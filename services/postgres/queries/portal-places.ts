/** What the portal's routes name, and whether an account serves it. */
import { asc, eq } from "drizzle-orm";
import type { StaffAccount } from "#domain/staff/account";
import { worksOn } from "#domain/staff/authority";
import { competitionFor, populationsOf } from "#postgres/queries/competition/competitions";
import { type Database, reading } from "#postgres/queries/reading";
import { exam } from "#postgres/schema/exam";

export interface ExamNamed {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly timeZone: string;
}
/** The exams that an account serves, by title. */
export async function examsOf(database: Database, account: StaffAccount): Promise<ExamNamed[]> {
  const { id, slug, timeZone, title } = exam;
  const rows = await reading("exams", () =>
    database.select({ id, slug, title, timeZone }).from(exam).orderBy(asc(title), asc(id)),
  );
  return rows.filter((one) => worksOn(account, one.id));
}

export async function servesExam(database: Database, account: StaffAccount, examId: number): Promise<boolean> {
  if (!worksOn(account, examId)) return false;
  const found = await reading("exam", () => database.select({ id: exam.id }).from(exam).where(eq(exam.id, examId)));
  return found.length > 0;
}

export const servesCompetition = async (database: Database, account: StaffAccount, id: number): Promise<boolean> =>
  (await competitionFor(database, account, id)) !== null;

export const servesPopulation = async (database: Database, account: StaffAccount, id: number): Promise<boolean> =>
  (await populationsOf(database, account)).some((one) => one.id === id);
