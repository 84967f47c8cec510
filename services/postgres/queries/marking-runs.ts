/** Runs of a sitting, as the jury, the command line and rankings read them. Numbers of candidates only. */
import { and, asc, desc, eq, inArray, type SQL } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { paper, sitting } from "#postgres/schema/exam";
import { markingRun, reviewText, runCandidate, runItem, runSetAside } from "#postgres/schema/marking";

export type MarkingRunRow = typeof markingRun.$inferSelect;
export type RunItemRow = typeof runItem.$inferSelect;
export type SetAsideRow = typeof runSetAside.$inferSelect;
export type ReviewTextRow = typeof reviewText.$inferSelect;

/** Of a sitting, the newest first. */
export const runsOfSitting = (database: Database, sittingId: number): Promise<MarkingRunRow[]> =>
  reading("marking runs", () =>
    database.select().from(markingRun).where(eq(markingRun.sittingId, sittingId)).orderBy(desc(markingRun.id)),
  );

/** Of all sittings of an exam, the newest first. */
export async function runsOfExam(database: Database, examId: number): Promise<MarkingRunRow[]> {
  const rows = await reading("marking runs", () =>
    database
      .select({ run: markingRun })
      .from(markingRun)
      .innerJoin(sitting, eq(sitting.id, markingRun.sittingId))
      .innerJoin(paper, eq(paper.id, sitting.paperId))
      .where(eq(paper.examId, examId))
      .orderBy(desc(markingRun.id)),
  );
  return rows.map(({ run }) => run);
}

export async function findRun(database: Database, runId: number): Promise<MarkingRunRow | null> {
  const [found] = await reading("marking run", () =>
    database.select().from(markingRun).where(eq(markingRun.id, runId)),
  );
  return found ?? null;
}

/** Runs that wait or were begun, oldest first. */
export const unfinishedRuns = (database: Database): Promise<MarkingRunRow[]> =>
  reading("marking runs", () =>
    database
      .select()
      .from(markingRun)
      .where(inArray(markingRun.state, ["waiting", "running"]))
      .orderBy(asc(markingRun.id)),
  );

/** Items in the order of the run's columns, with their statistics. */
export const itemsOfRun = (database: Database, runId: number): Promise<RunItemRow[]> =>
  reading("items of a run", () =>
    database.select().from(runItem).where(eq(runItem.runId, runId)).orderBy(asc(runItem.position)),
  );

const MARK = {
  anonymityNumber: runCandidate.anonymityNumber,
  centre: runCandidate.centre,
  room: runCandidate.room,
  paper: runCandidate.paper,
  mark: runCandidate.mark,
  maximum: runCandidate.maximum,
  code: runCandidate.code,
  ownMark: runCandidate.ownMark,
  ownMaximum: runCandidate.ownMaximum,
};
/** One candidate's line: marks in thousandths. */
export type RunMark = Omit<typeof runCandidate.$inferSelect, "runId" | "items" | "entries" | "entriesSha256">;

/** Every mark of a run, by anonymity number: what histograms and boxes are drawn from. */
export const marksOfRun = (database: Database, runId: number): Promise<RunMark[]> =>
  reading("marks of a run", () =>
    database
      .select(MARK)
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId))
      .orderBy(asc(runCandidate.anonymityNumber)),
  );

/** One candidate with the mark of each item, by column; -1: out of mark and maximum. */
export async function candidateOfRun(database: Database, runId: number, anonymityNumber: string) {
  const [found] = await reading("a candidate's marks", () =>
    database
      .select({ ...MARK, items: runCandidate.items })
      .from(runCandidate)
      .where(and(eq(runCandidate.runId, runId), eq(runCandidate.anonymityNumber, anonymityNumber))),
  );
  return found ?? null;
}

/** Marks of one item for the plot against the rest of the paper: by candidate, column `position` (from 0). */
export const itemMarksOfRun = (
  database: Database,
  runId: number,
): Promise<{ mark: number | null; ownMark: number; items: number[] }[]> =>
  reading("marks of items", () =>
    database
      .select({ mark: runCandidate.mark, ownMark: runCandidate.ownMark, items: runCandidate.items })
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId)),
  );

export interface SetAsideFilter {
  readonly centre?: string;
  /** With its centre. */
  readonly room?: string;
  readonly anonymityNumber?: string;
  readonly reason?: SetAsideRow["reason"];
}
/** Entries that did not count by themselves, with their evidence, by place and candidate. */
export const setAsideOfRun = (
  database: Database,
  runId: number,
  { centre, room, anonymityNumber, reason }: SetAsideFilter = {},
): Promise<SetAsideRow[]> => {
  const wanted: (SQL | undefined)[] = [
    eq(runSetAside.runId, runId),
    centre === undefined ? undefined : eq(runSetAside.centre, centre),
    room === undefined ? undefined : eq(runSetAside.room, room),
    anonymityNumber === undefined ? undefined : eq(runSetAside.anonymityNumber, anonymityNumber),
    reason === undefined ? undefined : eq(runSetAside.reason, reason),
  ];
  return reading("entries set aside", () =>
    database
      .select()
      .from(runSetAside)
      .where(and(...wanted))
      .orderBy(
        ...[runSetAside.centre, runSetAside.room, runSetAside.anonymityNumber, runSetAside.epoch, runSetAside.seq].map(
          (column) => asc(column),
        ),
      ),
  );
};

/** Short texts that the run did not accept, the most frequent first. */
export const reviewTextsOfRun = (database: Database, runId: number): Promise<ReviewTextRow[]> =>
  reading("texts to review", () =>
    database
      .select()
      .from(reviewText)
      .where(eq(reviewText.runId, runId))
      .orderBy(asc(reviewText.itemId), desc(reviewText.candidates), asc(reviewText.text)),
  );
