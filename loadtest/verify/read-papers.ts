/** The papers of a platform in clear, by the package that they are sealed in: virtual tablets open nothing themselves. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { sealedPackage } from "#postgres/schema/package";
import { paper } from "#postgres/schema/exam";

export interface ClearPaper {
  /** Of the package's manifest. */
  readonly packageSha256: string;
  /** JSON text of the view. */
  readonly view: string;
}

/** Rejects when the database cannot be read, or nothing is sealed there. */
export async function readPapers(databaseUrl: string): Promise<readonly ClearPaper[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const rows = await drizzle(pool)
      .select({ packageSha256: sealedPackage.sha256, view: paper.view })
      .from(sealedPackage)
      .innerJoin(paper, eq(paper.id, sealedPackage.paperId));
    if (rows.length === 0) throw new Error("no paper is sealed on this platform");
    return rows.map(({ packageSha256, view }) => ({ packageSha256, view: view.toString("utf8") }));
  } finally {
    await pool.end();
  }
}
