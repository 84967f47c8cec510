import type { OwnResult } from "#domain/student/result";
import type { Database } from "#postgres/queries/reading";
import {
  newestInForce,
  preparedFor,
  preparedResults,
  type SignedPublication,
  signedPublications,
} from "#postgres/queries/student/publications";

/** What students read at this moment; null: nothing is published. */
export const publicationIn = async (
  database: Database,
  competitionId: number,
  nowMs: number,
): Promise<SignedPublication | null> => newestInForce(await signedPublications(database, competitionId), nowMs);

/** With the result of everybody who is in it, by person. */
export async function publishedIn(database: Database, competitionId: number, nowMs: number) {
  const publication = await publicationIn(database, competitionId, nowMs);
  const prepared = publication === null ? [] : [...(await preparedResults(database, publication.publicationId))];
  const results = new Map(prepared.map(([personId, text]) => [personId, JSON.parse(text) as OwnResult]));
  return { publication, results };
}

/** With the result of one person; null: not in it, or nothing is published. */
export async function publishedTo(database: Database, competitionId: number, personId: number, nowMs: number) {
  const publication = await publicationIn(database, competitionId, nowMs);
  const text = publication && (await preparedFor(database, publication.publicationId, personId));
  return { publication, result: text === null ? null : (JSON.parse(text) as OwnResult) };
}
