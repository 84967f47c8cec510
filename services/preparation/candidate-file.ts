/** A candidate file as records, or every problem of it with its line. */
import type { CandidateRecord } from "#domain/exam/candidate-plan";
import { readExtraTime } from "#domain/exam/extra-time";
import { inLine, type Problem } from "#domain/exam/problem";
import { NO_EXTRA_TIME } from "#domain/sitting/clock";
import { type Columns, readColumns, type TableRow } from "#domain/exam/columns";
import { type Field, HEADINGS, NEEDED } from "#preparation/candidate-columns";
import { readTable, type Table } from "#preparation/table-text";

export interface CandidateFile {
  readonly table: Table;
  readonly candidates: readonly CandidateRecord[];
  /** Names of centres (by code) and rooms (by centre code and room code, as JSON), where the file gives them. */
  readonly centreNames: ReadonlyMap<string, string>;
  readonly roomNames: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** Not wrong, but worth a look. */
  readonly notes: readonly string[];
}

/** Longest value of each field, characters. */
const CHARS_MAX: Readonly<Record<Field, number>> = {
  studentNumber: 32,
  familyName: 100,
  givenName: 100,
  centre: 20,
  centreName: 100,
  room: 20,
  roomName: 100,
  seat: 10,
  extraTime: 20,
};
const IDENTITY_CHARS_MAX = 200;
/** Codes go into addresses and file names. */
const CODE = /^[\p{L}\p{N}][\p{L}\p{N} _./-]*$/u;

/** Reads the bytes of a candidate file. Throws UnreadableTable when it cannot be taken apart into rows. */
export function readCandidateFile(bytes: Buffer): CandidateFile {
  const table = readTable(bytes);
  const [heading, ...rows] = table.rows;
  const { columns, problems } = readColumns(HEADINGS, NEEDED, heading ?? { line: 1, cells: [] });
  const names = { centreNames: new Map<string, string>(), roomNames: new Map<string, string>() };
  const empty = { table, candidates: [], ...names, notes: [] };
  if (problems.length > 0) return { ...empty, problems };
  if (rows.length === 0) return { ...empty, problems: [{ rule: "no-rows", place: "", message: "no candidate" }] };
  const read = rows.map((row) => readRow(row, columns, problems));
  problems.push(...duplicates(read));
  for (const { candidate, text } of read) {
    if (text("centreName")) names.centreNames.set(candidate.centre, text("centreName"));
    if (text("roomName")) names.roomNames.set(JSON.stringify([candidate.centre, candidate.room]), text("roomName"));
  }
  return { table, candidates: read.map((one) => one.candidate), ...names, problems, notes: namesakes(read) };
}

type Report = (rule: string, message: string, where?: Parameters<typeof inLine>[3]) => void;

interface ReadRow {
  readonly line: number;
  readonly candidate: CandidateRecord;
  text(field: Field): string;
}

function readRow(row: TableRow, columns: Columns<Field>, problems: Problem[]): ReadRow {
  const report: Report = (rule, message, where) => void problems.push(inLine(row.line, rule, message, where));
  const cell = (index: number): string => row.cells[index] ?? "";
  const text = (field: Field): string => {
    const index = columns.at.get(field);
    return index === undefined ? "" : cell(index);
  };
  if (row.cells.length !== columns.count)
    report("cell-count", `${row.cells.length} cells where the heading has ${columns.count}`);
  else checkCells(text, columns.heading, report);
  for (const { index, name } of columns.others)
    if (cell(index).length > IDENTITY_CHARS_MAX)
      report("too-long", `${name} is longer than ${IDENTITY_CHARS_MAX} characters`, { column: name });
  const extraTime = readExtraTime(text("extraTime"));
  if (!extraTime)
    report("extra-time", `extra time "${text("extraTime")}" is not a factor from 1 to 4/3 (4/3, 1,25, 20 %)`, {
      column: columns.heading("extraTime"),
      value: text("extraTime"),
    });
  const identity = Object.fromEntries(
    columns.others.map(({ index, name }) => [name, cell(index)] as const).filter(([, value]) => value !== ""),
  );
  const candidate: CandidateRecord = {
    studentNumber: text("studentNumber"),
    familyName: text("familyName"),
    givenName: text("givenName"),
    centre: text("centre"),
    room: text("room"),
    seat: text("seat"),
    extraTime: extraTime ?? NO_EXTRA_TIME,
    identity,
  };
  return { line: row.line, candidate, text };
}

function checkCells(
  text: (field: Field) => string,
  heading: (field: Field) => string | undefined,
  reportLine: Report,
): void {
  const report = (rule: string, field: Field, message: string) =>
    reportLine(rule, message, { column: heading(field), value: text(field) });
  for (const field of ["studentNumber", "familyName", "givenName", "centre", "room", "seat"] as const)
    if (text(field) === "") report("cell-empty", field, `${field} is empty`);
  for (const field of Object.keys(CHARS_MAX) as Field[]) {
    if (text(field).length > CHARS_MAX[field])
      report("too-long", field, `${field} is longer than ${CHARS_MAX[field]} characters`);
    // \uFFFD: the file was damaged by a conversion before it came here.
    if (/[\p{Cc}\uFFFD]/u.test(text(field))) report("character", field, `${field} holds a character that no name has`);
  }
  for (const field of ["studentNumber", "centre", "room", "seat"] as const)
    if (text(field) !== "" && !CODE.test(text(field)))
      report("character", field, `${field} "${text(field)}" may hold letters, digits, spaces and _ . / - only`);
}

/** The same student number or the same seat on two lines: which one is right is not ours to guess. */
function duplicates(rows: readonly ReadRow[]): Problem[] {
  const problems: Problem[] = [];
  const check = (rule: string, what: (one: CandidateRecord) => readonly string[], say: (key: string) => string) => {
    const firstLine = new Map<string, number>();
    for (const { line, candidate } of rows) {
      const parts = what(candidate);
      if (parts.includes("")) continue;
      const key = JSON.stringify(parts);
      const first = firstLine.get(key);
      if (first === undefined) firstLine.set(key, line);
      else
        problems.push(
          inLine(line, rule, `${say(parts.join(" "))} is already on line ${first}`, { value: parts.join(" ") }),
        );
    }
  };
  check(
    "student-number-repeated",
    (one) => [one.studentNumber],
    (key) => `student number ${key}`,
  );
  check(
    "seat-repeated",
    (one) => [one.centre, one.room, one.seat],
    (key) => `seat ${key}`,
  );
  return problems;
}

/** The same identity under two student numbers may be two people, or one who was entered twice. */
function namesakes(rows: readonly ReadRow[]): string[] {
  const first = new Map<string, ReadRow>();
  return rows.flatMap((row) => {
    const { familyName, givenName, identity, studentNumber } = row.candidate;
    const key = JSON.stringify([familyName.toLowerCase(), givenName.toLowerCase(), identity]);
    const known = first.get(key);
    if (!known) first.set(key, row);
    if (!known || known.candidate.studentNumber === studentNumber) return [];
    return [`lines ${known.line} and ${row.line}: ${familyName} ${givenName}, the same identity twice`];
  });
}
