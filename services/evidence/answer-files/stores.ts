/** What answer files are compared with and where they go: PostgreSQL, and the answers' Redis as ingest appends. */
import type { Redis } from "ioredis";
import type { AnswerFileStores } from "#evidence/answer-files/import-file";
import { noteAnswerFile } from "#postgres/queries/answer-files";
import { epochsOf } from "#postgres/queries/epochs";
import { evidenceOfOne } from "#postgres/queries/evidence";
import type { Database } from "#postgres/queries/reading";
import { createEntryAppend } from "#redis/entry-append";

/** `nodeId`: names who appended, in the stream. */
export function createAnswerFileStores(database: Database, answers: Redis, nodeId: string): AnswerFileStores {
  return {
    epochsOf: async (of) => (await evidenceOfOne(database, of))?.epochs ?? [],
    append: createEntryAppend(answers, nodeId),
    securedOf: async (of) => new Map((await epochsOf(database, of)).map(({ epoch, d2 }) => [epoch, d2])),
    note: (taken) => noteAnswerFile(database, taken),
  };
}
