import type { CandidateRef } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";
import { answerFile } from "#postgres/schema/evidence";

export interface ImportedAnswerFile extends CandidateRef {
  readonly sha256: string;
  readonly importedAtMs: number;
  readonly importedBy: string;
  readonly newEntries: number;
  readonly knownEntries: number;
}

/** Keeps who brought which answer file, and what was in it. */
export async function noteAnswerFile(database: Database, imported: ImportedAnswerFile): Promise<void> {
  await reading("answer file", () => database.insert(answerFile).values(imported));
}
