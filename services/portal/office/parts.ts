/** What the exam office's routes work with. */
import type pg from "pg";
import type { RefusalProblem } from "#contracts/errors";
import type { Problem } from "#domain/exam/problem";
import type { RefusalDetail } from "#http/refusal";
import type { Refused } from "#http/request";
import { inTransaction } from "#postgres/connection";
import { type CompetitionRow, competitionById } from "#postgres/queries/competition/competitions";
import { type Database, databaseOf } from "#postgres/queries/reading";

export interface OfficeParts {
  readonly pool: pg.Pool;
  readonly database: Database;
  /** Address that people type, as mails name it. */
  readonly portalUrl: string;
  /** Wall clock, ms. */
  readonly now: () => number;
}

export const problemsShown = (problems: readonly Problem[]): RefusalProblem[] =>
  problems.map(({ line, message, place, rule, value }) => ({
    ...{ code: rule, place: line === undefined ? place : `line ${line}`, message },
    ...(value === undefined ? {} : { value }),
  }));
/** Everything that is wrong, at once. */
export const refusedBy = (problems: readonly Problem[]): Refused & RefusalDetail => ({
  refusal: "refused",
  problems: problemsShown(problems),
});
export const refusedAs = (rule: string, message: string, value?: string) =>
  refusedBy([{ rule, place: "", message, ...(value === undefined ? {} : { value }) }]);

/** The guard has let the request through: the competition is there. */
export async function competitionOf(database: Database, id: string | undefined): Promise<CompetitionRow> {
  const found = await competitionById(database, Number(id));
  if (!found) throw new Error("a competition went away between two reads");
  return found;
}

/** All of it or nothing. */
export const within = <T>({ pool }: OfficeParts, work: (database: Database) => Promise<T>): Promise<T> =>
  inTransaction(pool, (client) => work(databaseOf(client)));
