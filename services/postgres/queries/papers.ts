/** What tablets download: a paper's view and its files, by content. */
import { and, eq } from "drizzle-orm";
import { type Database, reading } from "#postgres/queries/reading";
import { paper, paperFile } from "#postgres/schema/exam";

export async function paperViewBytes(database: Database, paperId: number, sha256: string): Promise<Buffer | null> {
  const [found] = await reading("paper", () =>
    database
      .select({ view: paper.view })
      .from(paper)
      .where(and(eq(paper.id, paperId), eq(paper.viewSha256, sha256))),
  );
  return found?.view ?? null;
}

export async function paperFileBytes(database: Database, paperId: number, sha256: string) {
  const [found] = await reading("paper file", () =>
    database
      .select({ mediaType: paperFile.mediaType, bytes: paperFile.bytes })
      .from(paperFile)
      .where(and(eq(paperFile.paperId, paperId), eq(paperFile.sha256, sha256))),
  );
  return found ?? null;
}
