/** `candidates.csv` of an export: where each candidate sits, what extra time they have, and when their time ends. */
import { stringify } from "csv-stringify/sync";
import { readTable, UnreadableTable } from "#preparation/table-text";
import type { TableRow } from "#domain/exam/columns";
import { extraTimeOf, placeOf } from "#domain/sitting/seat";
import { readExtraTime } from "#domain/exam/extra-time";
import { endOf, paperOf } from "#domain/sitting/clock";
import { durationAt, type Durations } from "#domain/sitting/duration";
import type { SittingState } from "#domain/sitting/state";
import type { SeatRow } from "#postgres/queries/places";

export const CANDIDATES_FILE = "candidates.csv";
/**
 * `duration_ms`: that of the paper taken there, without extra time. `end` and `end_ms`: empty while no end is known. Behind
 * them stands `paper`, `main` or `backup`, which is for marking: a replay finds out by itself.
 */
const COLUMNS = ["anonymity_number", "centre", "room", "extra_time", "duration_ms", "end", "end_ms"] as const;
export const CANDIDATES_HEADER = `${COLUMNS.join(",")},paper\n`;

/** Rows as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function candidateLines(rows: readonly SeatRow[], state: SittingState, durations: Durations): string {
  const cells = rows.map((row) => {
    const durationMs = durationAt(state, durations, placeOf(row));
    const endMs = endOf(state, durationMs, extraTimeOf(row), placeOf(row));
    const extra = `${row.extraTimeNumerator}/${row.extraTimeDenominator}`;
    const end = endMs === null ? "" : new Date(endMs).toISOString();
    return [
      row.anonymityNumber,
      row.centre,
      row.room,
      extra,
      durationMs,
      end,
      endMs ?? "",
      paperOf(state, placeOf(row)),
    ];
  });
  return stringify(cells, { escape_formulas: true });
}

export interface ListedCandidate extends SeatRow {
  readonly durationMs: number;
  /** What the file says; null: no end is known. */
  readonly endMs: number | null;
}

/** The candidates of such a file, with ids made for this reading, and every problem of it. */
export function readCandidates(bytes: Buffer): { candidates: ListedCandidate[]; problems: string[] } {
  const rows = rowsOf(bytes);
  if (typeof rows === "string") return { candidates: [], problems: [rows] };
  const header = rows[0]?.cells ?? [];
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) return { candidates: [], problems: [`the column ${missing.join(", ")} is missing`] };
  const ids = { centre: createNumbers(), room: createNumbers(), candidate: createNumbers() };
  const problems: string[] = [];
  const candidates = rows.slice(1).flatMap(({ line, cells }) => {
    const cell = (column: (typeof COLUMNS)[number]) => plain(cells[header.indexOf(column)] ?? "");
    const [anonymityNumber, centre, room] = [cell("anonymity_number"), cell("centre"), cell("room")];
    const extra = readExtraTime(cell("extra_time"));
    const durationMs = wholeMs(cell("duration_ms"));
    const endMs = cell("end_ms") === "" ? null : wholeMs(cell("end_ms"));
    const wrong = [
      ...(anonymityNumber === "" || centre === "" || room === "" ? ["a number, a centre and a room are needed"] : []),
      ...(ids.candidate.has(anonymityNumber) ? [`"${anonymityNumber}" comes twice`] : []),
      ...(extra === null ? [`extra_time "${cell("extra_time")}" is not a fraction from 1/1 to 4/3`] : []),
      ...(durationMs === undefined || durationMs === 0 ? [`duration_ms "${cell("duration_ms")}" is no duration`] : []),
      ...(endMs === undefined ? [`end_ms "${cell("end_ms")}" is no instant`] : []),
    ];
    const candidateId = ids.candidate.of(anonymityNumber);
    problems.push(...wrong.map((problem) => `line ${line}: ${problem}`));
    if (wrong.length > 0 || extra === null || durationMs === undefined || endMs === undefined) return [];
    const centreId = ids.centre.of(centre);
    const roomId = ids.room.of(JSON.stringify([centre, room]));
    const extraTime = { extraTimeNumerator: extra.numerator, extraTimeDenominator: extra.denominator };
    return [{ candidateId, anonymityNumber, centreId, centre, roomId, room, ...extraTime, durationMs, endMs }];
  });
  return { candidates, problems };
}

function rowsOf(bytes: Buffer): readonly TableRow[] | string {
  try {
    return readTable(bytes).rows;
  } catch (error) {
    if (error instanceof UnreadableTable) return error.message;
    throw error;
  }
}

const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20])/, "");
const wholeMs = (text: string): number | undefined => (/^\d{1,13}$/.test(text) ? Number(text) : undefined);

/** Numbers from 1 for names, the same one each time. */
function createNumbers() {
  const numbers = new Map<string, number>();
  return {
    has: (name: string) => numbers.has(name),
    of(name: string): number {
      const number = numbers.get(name) ?? numbers.size + 1;
      numbers.set(name, number);
      return number;
    },
  };
}
