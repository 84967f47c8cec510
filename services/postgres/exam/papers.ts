/** Papers, their files, items and keys. Everything of one import is stored in one transaction or not at all. */
import { and, count, eq, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { answerKey, exam, paper, paperFile, paperItem, sitting } from "#postgres/schema/exam";

export interface PaperToStore {
  readonly examId: number;
  readonly slug: string;
  readonly title: string;
  readonly language: string;
  readonly durationMs: number;
  /** The file as imported. */
  readonly source: unknown;
  /** The bytes that tablets download, and their SHA-256 in hex. */
  readonly view: Buffer;
  readonly viewSha256: string;
  readonly files: readonly { readonly sha256: string; readonly mediaType: string; readonly bytes: Buffer }[];
  readonly items: readonly {
    readonly itemId: string;
    readonly sectionId: string;
    readonly containerId: string | null;
    readonly position: number;
    readonly type: string;
    readonly weight: number;
  }[];
}
/** Keys by item id. */
export type KeysToStore = Readonly<Record<string, unknown>>;

export interface StoredPaper {
  readonly id: number;
  /** The stored paper equals the one in hand: texts, files, items and weights. */
  readonly same: boolean;
  readonly sittingCount: number;
}

/** What is stored under the slug of this paper, or null. */
export async function findPaper(db: NodePgDatabase, like: PaperToStore): Promise<StoredPaper | null> {
  const [found] = await db
    .select({
      id: paper.id,
      same: sql<boolean>`${paper.source} = ${JSON.stringify(like.source)}::jsonb AND ${paper.viewSha256} = ${like.viewSha256}`,
    })
    .from(paper)
    .where(and(eq(paper.examId, like.examId), eq(paper.slug, like.slug)));
  if (!found) return null;
  const [sittings] = await db.select({ count: count() }).from(sitting).where(eq(sitting.paperId, found.id));
  return { ...found, sittingCount: sittings?.count ?? 0 };
}

/** Every paper as it was imported, of every exam. */
export const listSources = (db: NodePgDatabase): Promise<{ examSlug: string; slug: string; source: unknown }[]> =>
  db
    .select({ examSlug: exam.slug, slug: paper.slug, source: paper.source })
    .from(paper)
    .innerJoin(exam, eq(exam.id, paper.examId))
    .orderBy(paper.id);

/** Stores a new paper with its files and items; resolves to its id. Call inside a transaction. */
export async function insertPaper(db: NodePgDatabase, toStore: PaperToStore): Promise<number> {
  const { files, items, ...row } = toStore;
  const [made] = await db.insert(paper).values(row).returning({ id: paper.id });
  if (!made) throw new Error("a paper was not stored");
  const paperId = made.id;
  for (const file of files) await db.insert(paperFile).values({ paperId, ...file });
  const of = <K extends keyof (typeof items)[number]>(field: K) => sql.param(items.map((item) => item[field]));
  await db.execute(sql`
    INSERT INTO ${paperItem} (paper_id, item_id, section_id, container_id, position, type, weight)
    SELECT ${paperId}, * FROM unnest(${of("itemId")}::text[], ${of("sectionId")}::text[], ${of("containerId")}::text[],
      ${of("position")}::int[], ${of("type")}::text[], ${of("weight")}::int[])`);
  return paperId;
}

/** Forgets a paper that no sitting uses; the database refuses otherwise. */
export async function deletePaper(db: NodePgDatabase, paperId: number): Promise<void> {
  await db.delete(paper).where(eq(paper.id, paperId));
}

/** Puts these keys in the place of all that the paper had. Call inside a transaction. */
export async function replaceKeys(db: NodePgDatabase, paperId: number, keys: KeysToStore): Promise<void> {
  await db.delete(answerKey).where(eq(answerKey.paperId, paperId));
  const values = Object.entries(keys).map(([itemId, key]) => ({ paperId, itemId, key }));
  if (values.length > 0) await db.insert(answerKey).values(values);
}
