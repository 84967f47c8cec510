/** Where a replay takes the journal, the candidates and the ends to compare with from. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { CANDIDATES_FILE, readCandidates } from "#cli/replay/candidates-file";
import { createExamPlaces, type ExamPlaces } from "#cli/replay/exam-places";
import { durationOfSeat, endsOf, type Ends } from "#cli/replay/ends";
import { JOURNAL_FILE, readJournal } from "#cli/replay/journal-file";
import { placesOf, storedActs } from "#cli/replay/stored";
import type { Act } from "#domain/sitting/act";
import { foldJournal } from "#domain/sitting/state";
import { inTransaction } from "#postgres/connection";
import { type SeatRow, seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting } from "#postgres/queries/sittings";
import { oneSnapshot } from "#postgres/queries/snapshot";

export interface ReplaySource {
  readonly acts: readonly Act[];
  readonly places: ExamPlaces;
  readonly seats: readonly SeatRow[];
  /** Without extra time, ms. */
  readonly durationOf: (seat: SeatRow) => number;
  /** The ends that somebody else said, and who; null when there is nothing to compare with. */
  readonly said: { readonly ends: Ends; readonly by: string } | null;
}

/** The journal of `path` for a sitting of the database: its candidates, and its own journal to compare with. */
export async function fromDatabase(path: string, sittingId: number, context: CliContext): Promise<ReplaySource> {
  const text = await textOf((await isFolder(path)) ? join(path, JOURNAL_FILE) : path);
  return inTransaction(context.database(), async (client) => {
    await oneSnapshot(client);
    const database = databaseOf(client);
    const sitting = await findSitting(database, sittingId);
    if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
    const places = await placesOf(database, sitting.examId);
    const seats = await seatsOf(database, sitting.examId);
    const { acts, problems } = readJournal(text, places, true);
    if (problems.length > 0) throw new Refusal(...problems.map((problem) => `${path}: ${problem}`));
    const stored = foldJournal(await storedActs(client, sittingId));
    const durations = durationsOf(sitting);
    const said = { ends: endsOf(stored, seats, durationOfSeat(stored, durations)), by: "the database" };
    return { acts, places, seats, durationOf: durationOfSeat(foldJournal(acts), durations), said };
  });
}

/**
 * The journal of a file or of an export's folder, with the candidates of a CSV file: the one given, else the one that
 * stands beside the journal. `durationMs` replaces what the CSV file says; then there is nothing to compare with.
 */
export async function fromFiles(
  path: string,
  candidatesFile: string | null,
  durationMs: number | null,
): Promise<ReplaySource> {
  const folder = await isFolder(path);
  const beside = join(folder ? path : dirname(path), CANDIDATES_FILE);
  const listFile = candidatesFile ?? (folder || (await exists(beside)) ? (candidatesFile ?? beside) : null);
  if (listFile === null)
    throw new UsageError(
      `who sits where? no ${CANDIDATES_FILE} beside the journal: give --candidates FILE.csv or --sitting S`,
    );
  const text = await textOf(folder ? join(path, JOURNAL_FILE) : path);
  const list = readCandidates(await bytesOf(listFile));
  const seats = list.candidates;
  const places = createExamPlaces({ seats, admits: "empty" });
  const listProblems = list.problems.map((problem) => `${basename(listFile)}: ${problem}`);
  // With a list that cannot be read every place of the journal would look unknown.
  if (listProblems.length > 0) throw new Refusal(...listProblems);
  const { acts, problems } = readJournal(text, places, false);
  if (problems.length > 0) throw new Refusal(...problems.map((problem) => `${path}: ${problem}`));
  const ends: Ends = new Map(seats.map((seat) => [seat.anonymityNumber, seat.endMs]));
  const listed = new Map(seats.map((seat) => [seat.candidateId, seat.durationMs]));
  const durations = new Set(listed.values());
  if (durations.size > 1 && !acts.some((act) => act.kind === "backup"))
    throw new Refusal(`${basename(listFile)}: duration_ms is not the same everywhere, and no backup paper was given`);
  const comparable = durationMs === null || (durations.size === 1 && durations.has(durationMs));
  const said = comparable ? { ends, by: basename(listFile) } : null;
  const durationOf = (seat: SeatRow) => durationMs ?? listed.get(seat.candidateId) ?? 0;
  return { acts, places, seats, durationOf, said };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}
async function exists(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return found !== null;
}
const bytesOf = (path: string): Promise<Buffer> => readFile(path);
async function textOf(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(`${path}: not text in UTF-8`);
    throw error;
  }
}
