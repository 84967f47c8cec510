/** A staff file as records, or every problem of it with its line. Pure: whoever has the rows of a table may ask. */
import { type Columns, folded, readColumns, type TableRow } from "#domain/exam/columns";
import { isDemoLogin } from "#domain/exam/demo-staff";
import { inLine, type Problem } from "#domain/exam/problem";
import { ROLES, type StaffRole } from "#domain/staff/account";

/** Somebody as a file describes them. */
export interface StaffRecord {
  readonly line: number;
  /** In lower case: logins are told apart without regard to case. */
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Code; empty for roles that serve no single centre. */
  readonly centre: string;
  /** Codes as written, taken apart once the rooms of the centre are known: a code may hold a space. */
  readonly rooms: string;
}

const HEADINGS = {
  login: ["login", "identifiant", "user", "username", "compte"],
  name: ["name", "nom", "nom complet", "full name", "nom et prenom", "prenom et nom"],
  role: ["role", "fonction"],
  centre: ["centre", "center", "code centre", "centre d examen", "faculte"],
  rooms: ["rooms", "room", "salles", "salle", "amphis"],
} as const;
type Field = keyof typeof HEADINGS;
const NEEDED: readonly Field[] = ["login", "name", "role"];

/** Words for a role besides its own name. */
const ROLE_WORDS: Readonly<Record<StaffRole, readonly string[]>> = {
  proctor: ["surveillant", "surveillante"],
  lead_proctor: ["responsable de centre", "responsable", "lead"],
  technician: ["informaticien", "informaticienne", "technicien", "technicienne"],
  organiser: ["organisateur", "organisatrice", "organisateur national", "organizer"],
  operator: ["exploitant", "exploitante"],
  jury: ["membre du jury", "president du jury", "presidente du jury"],
  office: ["service des examens", "scolarite", "gestionnaire", "exam office"],
  teacher: ["enseignant", "enseignante"],
};
const NAME_CHARS_MAX = 100;
/** Letters and digits with . _ - @ between them: also an address of mail. */
const LOGIN = /^[a-z0-9](?:[a-z0-9._@-]{1,62})[a-z0-9]$/;
const OF_A_CENTRE: readonly StaffRole[] = ["proctor", "lead_proctor", "technician"];

export const roleOf = (text: string): StaffRole | null =>
  ROLES.find((role) => folded(role) === folded(text) || ROLE_WORDS[role].includes(folded(text))) ?? null;

export function readStaff(rows: readonly TableRow[]): { staff: StaffRecord[]; problems: Problem[] } {
  const [heading = { line: 1, cells: [] }, ...people] = rows;
  const { columns, problems } = readColumns(HEADINGS, NEEDED, heading);
  for (const { name } of columns.others)
    problems.push(
      inLine(heading.line, "column-unknown", `"${name}" is no column of a staff file`, { column: name, value: name }),
    );
  if (problems.length === 0 && people.length === 0)
    problems.push({ rule: "no-rows", place: "", message: "nobody is in the file" });
  if (problems.length > 0) return { staff: [], problems };
  const staff = people.flatMap((row) => readRow(row, columns, problems));
  const firstLine = new Map<string, number>();
  for (const { login, line } of staff) {
    const first = firstLine.get(login);
    if (first === undefined) firstLine.set(login, line);
    else
      problems.push(
        inLine(line, "login-repeated", `login ${login} is already on line ${first}`, {
          column: columns.heading("login"),
          value: login,
        }),
      );
  }
  return { staff, problems };
}

function readRow({ line, cells }: TableRow, columns: Columns<Field>, problems: Problem[]): StaffRecord[] {
  const before = problems.length;
  const text = (field: Field): string => cells[columns.at.get(field) ?? -1] ?? "";
  const report = (rule: string, field: Field, message: string) =>
    problems.push(inLine(line, rule, message, { column: columns.heading(field), value: text(field) }));
  if (cells.length !== columns.count) {
    problems.push(inLine(line, "cell-count", `${cells.length} cells where the heading has ${columns.count}`));
    return [];
  }
  const login = text("login").normalize("NFC").toLowerCase();
  const [name, centre, rooms] = [text("name"), text("centre"), text("rooms")];
  const role = roleOf(text("role"));
  if (!LOGIN.test(login))
    report("login", "login", `login "${text("login")}" is not 3 to 64 letters, digits and . _ - @`);
  if (isDemoLogin(login)) report("login-of-demo", "login", `login "${login}" looks like one of the demo`);
  if (name === "" || name.length > NAME_CHARS_MAX || /[\p{Cc}\uFFFD]/u.test(name))
    report("name", "name", `name "${name}" is empty, too long or damaged`);
  if (role === null) report("role", "role", `role "${text("role")}" is none of ${ROLES.join(", ")}`);
  else {
    const inCentre = OF_A_CENTRE.includes(role);
    if (inCentre && centre === "") report("centre-missing", "centre", `a ${role} belongs to a centre`);
    if (!inCentre && centre !== "")
      report("centre-needless", "centre", `${role}: belongs to no centre, not to ${centre}`);
    if (role === "proctor" && rooms === "") report("rooms-missing", "rooms", "a proctor has rooms");
    if (role !== "proctor" && rooms !== "")
      report("rooms-needless", "rooms", `only a proctor has rooms, not a ${role}`);
  }
  return role === null || problems.length > before ? [] : [{ line, login, name, role, centre, rooms }];
}

/**
 * The room codes that a cell names, among the centre's: one code, codes with commas between them, or with spaces.
 * `unknown` are those that the centre does not have.
 */
export function roomsNamed(
  cell: string,
  codes: ReadonlySet<string>,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const named = codes.has(cell) ? [cell] : cell.split(cell.includes(",") ? /\s*,\s*/ : /\s+/).filter(Boolean);
  const distinct = [...new Set(named)];
  return { known: distinct.filter((code) => codes.has(code)), unknown: distinct.filter((code) => !codes.has(code)) };
}
