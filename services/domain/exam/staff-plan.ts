/** What an import of staff would change: compared with what is stored, before anything is written. */
import { inLine, type Problem } from "#domain/exam/problem";
import { roomsNamed, type StaffRecord } from "#domain/exam/staff-table";
import { SECOND_FACTOR_ROLES, type StaffRole } from "#domain/staff/account";

export interface StoredStaff {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Null: every exam. */
  readonly examId: number | null;
  readonly centreId: number | null;
  readonly roomIds: readonly number[];
  readonly disabled: boolean;
  readonly hasSecondFactor: boolean;
}
/** Somebody as they will stand in the database. */
export interface StaffToStore {
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly centreId: number | null;
  readonly roomIds: readonly number[];
}
export interface StaffCentre {
  readonly id: number;
  readonly code: string;
  readonly rooms: readonly { readonly id: number; readonly code: string }[];
}
export interface StaffPlan {
  readonly added: readonly StaffToStore[];
  readonly changed: readonly {
    readonly before: StoredStaff;
    readonly after: StaffToStore;
    readonly fields: readonly string[];
    /** The new role signs in with a second factor that there is none of yet. */
    readonly needsSecondFactor: boolean;
  }[];
  /** In force and of this exam, but not in the file. */
  readonly gone: readonly StoredStaff[];
  /** In the file, but disabled: they stay so. */
  readonly stillDisabled: readonly StoredStaff[];
  readonly unchangedCount: number;
}

/** `stored`: every account with a login of the file, and every one of the exam. */
export function planStaff(
  examId: number,
  file: readonly StaffRecord[],
  stored: readonly StoredStaff[],
  centres: readonly StaffCentre[],
): { plan: StaffPlan; problems: Problem[] } {
  const problems: Problem[] = [];
  const known = new Map(stored.map((one) => [one.login, one]));
  const added: StaffToStore[] = [];
  const changed: StaffPlan["changed"][number][] = [];
  const stillDisabled: StoredStaff[] = [];
  let unchangedCount = 0;
  for (const record of file) {
    const after = placed(record, centres, problems);
    const before = known.get(record.login);
    if (!before) {
      added.push(after);
      continue;
    }
    problems.push(...identityProblems(examId, before, record));
    if (before.disabled) stillDisabled.push(before);
    const fields = differingFields(before, after);
    const needsSecondFactor = SECOND_FACTOR_ROLES.includes(after.role) && !before.hasSecondFactor;
    if (fields.length > 0 || needsSecondFactor) changed.push({ before, after, fields, needsSecondFactor });
    else unchangedCount++;
  }
  const inFile = new Set(file.map((one) => one.login));
  const gone = stored.filter((one) => one.examId === examId && !one.disabled && !inFile.has(one.login));
  return { plan: { added, changed, gone, stillDisabled, unchangedCount }, problems };
}

function placed(record: StaffRecord, centres: readonly StaffCentre[], problems: Problem[]): StaffToStore {
  const report = (rule: string, message: string, value: string) =>
    problems.push(inLine(record.line, rule, message, { value }));
  const { login, name, role } = record;
  if (record.centre === "") return { login, name, role, centreId: null, roomIds: [] };
  const centre = centres.find(({ code }) => code === record.centre);
  if (!centre) {
    report("centre-unknown", `the exam has no centre "${record.centre}"`, record.centre);
    return { login, name, role, centreId: null, roomIds: [] };
  }
  const ids = new Map(centre.rooms.map((room) => [room.code, room.id]));
  const { known, unknown } = roomsNamed(record.rooms, new Set(ids.keys()));
  for (const code of unknown) report("room-unknown", `centre ${centre.code} has no room "${code}"`, code);
  const roomIds = known.flatMap((code) => ids.get(code) ?? []).sort((a, b) => a - b);
  return { login, name, role, centreId: centre.id, roomIds };
}

/** An account is one person's for good: it does not pass to another exam, nor in or out of the operators. */
function identityProblems(examId: number, before: StoredStaff, { login, line, role }: StaffRecord): Problem[] {
  const problem = (rule: string, message: string) => [inLine(line, rule, message, { value: login })];
  if ((before.role === "operator") !== (role === "operator"))
    return problem("operator", `${login} is ${before.role}: give an ${role} another login`);
  if (before.examId !== null && before.examId !== examId)
    return problem("login-of-another-exam", `login ${login} belongs to another exam`);
  return [];
}

function differingFields(before: StoredStaff, after: StaffToStore): string[] {
  const fields: string[] = [];
  if (before.name !== after.name) fields.push("name");
  if (before.role !== after.role) fields.push("role");
  if (before.centreId !== after.centreId) fields.push("centre");
  const rooms = [...before.roomIds].sort((a, b) => a - b).join();
  if (rooms !== after.roomIds.join()) fields.push("rooms");
  return fields;
}
