/** Staff against what is stored: accounts made, changed and disabled, and the letters of those that need one. */
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { inLine, type Problem } from "#domain/exam/problem";
import { planStaff, type StaffPlan, type StaffToStore } from "#domain/exam/staff-plan";
import { readStaff, type StaffRecord } from "#domain/exam/staff-table";
import { isPortalRole, SECOND_FACTOR_ROLES, type StaffRole } from "#domain/staff/account";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import { disableAccounts, insertAccount, resetCredentials, storedStaff, updateAccount } from "#postgres/exam/staff";
import type { Credentials } from "#postgres/exam/staff";
import { placesOf } from "#postgres/queries/roster";
import type { MadeCredentials } from "#preparation/credentials";
import type { Letter } from "#preparation/letters";
import { readTable, type Table } from "#preparation/table-text";

export interface StaffFile {
  readonly table: Table;
  readonly staff: readonly StaffRecord[];
  readonly problems: readonly Problem[];
}

/** Throws UnreadableTable when the bytes cannot be taken apart into rows. */
export function readStaffFile(bytes: Buffer): StaffFile {
  const table = readTable(bytes);
  return { table, ...readStaff(table.rows) };
}

export interface StaffAsked {
  /** Says what would happen, and makes no credentials. */
  readonly dryRun: boolean;
  /** Disables the accounts of the exam that are not in the file. */
  readonly removeMissing: boolean;
  /** The account that asks, which cannot shut itself out; null: the command line. */
  readonly by: number | null;
}
export interface StaffImport {
  readonly plan: StaffPlan;
  readonly problems: readonly Problem[];
  readonly letters: readonly Letter[];
  /** Accounts whose sessions hold what is no longer true: to be ended once this is committed. */
  readonly outdated: readonly number[];
}

export async function importStaff(
  tx: NodePgDatabase,
  exam: ExamRef,
  staff: readonly StaffRecord[],
  asked: StaffAsked,
  credentials: (login: string, role: StaffRole) => Promise<MadeCredentials>,
): Promise<StaffImport> {
  await lockExam(tx, exam.id);
  const centres = await placesOf(tx, exam.id);
  const logins = staff.map((one) => one.login);
  const { plan, problems } = planStaff(exam.id, staff, await storedStaff(tx, exam.id, logins), centres);
  const own = ownProblems(plan, staff, asked);
  const beyond = asked.by === null ? [] : beyondOrganisers(staff);
  const outdated = [
    ...plan.changed.filter(({ fields }) => fields.some((field) => field !== "name")).map(({ before }) => before.id),
    ...(asked.removeMissing ? plan.gone.map((one) => one.id) : []),
  ];
  const found = { plan, problems: [...problems, ...beyond, ...own], outdated };
  if (asked.dryRun || found.problems.length > 0) return { ...found, letters: [] };
  const nameOf = (id: number | null) => centres.find((centre) => centre.id === id)?.name ?? "";
  return { ...found, letters: await write(tx, exam, plan, asked, nameOf, credentials) };
}

/** An organiser has one exam, an operator serves all of them; and who runs the day does not choose who marks it. */
const beyondOrganisers = (staff: readonly StaffRecord[]): Problem[] =>
  staff
    .filter(({ role }) => role === "operator" || isPortalRole(role))
    .map(({ line, login, role }) =>
      role === "operator"
        ? inLine(line, "operator", "operators serve every exam: they are imported on the command line", {
            value: login,
          })
        : inLine(line, "portal-role", `${role} is a role of the portal: it is imported on the command line`, {
            value: login,
          }),
    );

/** Whoever imports stays in: another organiser disables them, or gives them another role. */
function ownProblems(plan: StaffPlan, staff: readonly StaffRecord[], asked: StaffAsked): Problem[] {
  if (asked.by === null) return [];
  const rule = "own-account";
  const gone = asked.removeMissing ? plan.gone.find(({ id }) => id === asked.by) : undefined;
  if (gone)
    return [{ rule, place: "", message: `${gone.login} is your own account and not in the file`, value: gone.login }];
  const own = plan.changed.find(({ before, after }) => before.id === asked.by && before.role !== after.role);
  const line = staff.find(({ login }) => login === own?.after.login)?.line;
  if (!own || line === undefined) return [];
  return [inLine(line, rule, `${own.after.login} is your own account: its role stays`, { value: own.after.login })];
}

async function write(
  tx: NodePgDatabase,
  exam: ExamRef,
  plan: StaffPlan,
  { removeMissing }: StaffAsked,
  centreName: (id: number | null) => string,
  credentials: (login: string, role: StaffRole) => Promise<MadeCredentials>,
): Promise<Letter[]> {
  /** Makes credentials, stores them with `store`, and tells the letter. */
  const give = async (one: StaffToStore, store: (made: Credentials) => Promise<unknown>): Promise<Letter> => {
    const { passwordHash, secondFactor, password, uri } = await credentials(one.login, one.role);
    await store({ passwordHash, secondFactor });
    return { ...one, centre: centreName(one.centreId), password, uri };
  };
  const letters: Letter[] = [];
  for (const one of plan.added) letters.push(await give(one, (made) => insertAccount(tx, exam.id, one, made)));
  for (const { before, after, needsSecondFactor } of plan.changed) {
    await updateAccount(tx, before.id, after, SECOND_FACTOR_ROLES.includes(after.role));
    if (needsSecondFactor && !before.disabled)
      letters.push(await give(after, (made) => resetCredentials(tx, before.id, made)));
  }
  const goneIds = plan.gone.map((one) => one.id);
  if (removeMissing) await disableAccounts(tx, goneIds);
  return letters;
}
