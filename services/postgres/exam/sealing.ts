/** What the sealing of papers reads and stores. A paper of a sitting is stored whole in one transaction, or not at all. */
import { and, asc, eq, sql } from "drizzle-orm";
import type pg from "pg";
import type { PackageManifest } from "#contracts/package/manifest";
import type { WhichPaper } from "#domain/seal/labels";
import { inTransaction } from "#postgres/connection";
import { type Database, databaseOf, reading } from "#postgres/queries/reading";
import { centre, paper, paperFile, room } from "#postgres/schema/exam";
import { offlineCode, packageChunk, sealedPackage } from "#postgres/schema/package";

export interface UnsealedPaper {
  readonly sittingId: number;
  readonly which: WhichPaper;
  readonly paperId: number;
  readonly examId: number;
  /** Null: there is none. Else the package of another paper, or one made before the exam got a room. */
  readonly replaces: string | null;
}

/**
 * Papers of sittings without a package of their own, or with one that no longer fits; soonest first. Those whose journal
 * holds a start or an end, as far as it is drained, are left out: what was given stays as it is.
 */
export async function unsealedPapers(database: Database, sittingId: number | null = null): Promise<UnsealedPaper[]> {
  const { rows } = await reading("papers to seal", () =>
    database.execute<UnsealedPaper & Record<string, unknown>>(sql`
      SELECT s.id AS "sittingId", w.which, w.paper_id AS "paperId", p.exam_id AS "examId", k.sha256 AS replaces
      FROM sitting s
      CROSS JOIN LATERAL (VALUES ('main', s.paper_id), ('backup', s.backup_paper_id)) AS w (which, paper_id)
      JOIN paper p ON p.id = w.paper_id
      LEFT JOIN sealed_package k ON k.sitting_id = s.id AND k.paper = w.which
      WHERE (${sittingId}::int IS NULL OR s.id = ${sittingId})
        AND NOT EXISTS (SELECT FROM journal j WHERE j.sitting_id = s.id AND j.kind IN ('start', 'backup', 'close'))
        AND (k.paper_id IS DISTINCT FROM w.paper_id OR EXISTS (
          SELECT FROM room r JOIN centre c ON c.id = r.centre_id
          WHERE c.exam_id = p.exam_id AND NOT EXISTS (
            SELECT FROM offline_code o WHERE o.sitting_id = s.id AND o.paper = w.which AND o.room_id = r.id)))
      ORDER BY s.planned_start_ms, s.id, w.which DESC`),
  );
  return rows;
}

/** The view of a paper, its files, and the rooms of its exam. */
export async function paperContent(database: Database, paperId: number) {
  const [found] = await reading("paper", () =>
    database.select({ view: paper.view, examId: paper.examId }).from(paper).where(eq(paper.id, paperId)),
  );
  if (!found) throw new Error(`there is no paper ${paperId}`);
  const { sha256, mediaType, bytes } = paperFile;
  const files = await reading("files of a paper", () =>
    database.select({ sha256, mediaType, bytes }).from(paperFile).where(eq(paperFile.paperId, paperId)),
  );
  const rooms = await reading("rooms", () =>
    database
      .select({ id: room.id })
      .from(room)
      .innerJoin(centre, and(eq(centre.id, room.centreId), eq(centre.examId, found.examId)))
      .orderBy(asc(room.id)),
  );
  return { view: found.view, files, roomIds: rooms.map(({ id }) => id) };
}

export interface PackageToStore {
  readonly sittingId: number;
  readonly which: WhichPaper;
  readonly paperId: number;
  /** The package that it takes the place of; null: none was there. */
  readonly replaces: string | null;
  /** Of the signed text. */
  readonly sha256: string;
  readonly manifest: string;
  readonly bytes: number;
  readonly startKey: Buffer;
  readonly casesKey: Buffer;
  readonly chunks: ReadonlyMap<string, Buffer>;
  readonly codes: readonly {
    readonly roomId: number;
    readonly sectionId: string | null;
    readonly number: number;
    readonly code: string;
  }[];
}

/** False: somebody else has sealed the paper meanwhile, and nothing was stored. */
export function storePackage(pool: pg.Pool, toStore: PackageToStore): Promise<boolean> {
  const { sittingId, which, paperId, replaces, chunks, codes, sha256, manifest, bytes, startKey, casesKey } = toStore;
  const own = and(eq(sealedPackage.sittingId, sittingId), eq(sealedPackage.paper, which));
  return inTransaction(pool, async (client) => {
    const tx = databaseOf(client);
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('sealed_package'), ${sittingId})`);
    const [present] = await tx
      .select({ sha256: sealedPackage.sha256, manifest: sealedPackage.manifest })
      .from(sealedPackage)
      .where(own);
    if ((present?.sha256 ?? null) !== replaces) return false;
    if (present) {
      await tx.execute(sql`DELETE FROM ${packageChunk} WHERE sha256 = ANY(${sql.param(chunksOf(present.manifest))})`);
      await tx.delete(sealedPackage).where(own);
    }
    await tx.delete(offlineCode).where(and(eq(offlineCode.sittingId, sittingId), eq(offlineCode.paper, which)));
    for (const [name, chunk] of chunks) await tx.insert(packageChunk).values({ sha256: name, bytes: chunk });
    await tx
      .insert(sealedPackage)
      .values({ sittingId, paper: which, paperId, sha256, manifest, bytes, startKey, casesKey });
    const of = <T>(field: (code: (typeof codes)[number]) => T) => sql.param(codes.map(field));
    await tx.execute(sql`
      INSERT INTO ${offlineCode} (sitting_id, paper, room_id, section_id, number, code)
      SELECT ${sittingId}, ${which}, * FROM unnest(${of((one) => one.roomId)}::int[],
        ${of((one) => one.sectionId ?? "")}::text[], ${of((one) => one.number)}::int[], ${of((one) => one.code)}::text[])`);
    return true;
  });
}

/** Everything that a signed manifest names. */
function chunksOf(manifest: string): string[] {
  const payload = Buffer.from(manifest.split(".")[1] ?? "", "base64url").toString("utf8");
  const { chunks, codes } = JSON.parse(payload) as PackageManifest;
  return [...chunks, ...codes.map(({ sha256 }) => sha256)];
}

/** Names of the packages that are stored. */
export async function storedPackages(database: Database): Promise<string[]> {
  const rows = await reading("packages", () =>
    database.select({ sha256: sealedPackage.sha256 }).from(sealedPackage).orderBy(asc(sealedPackage.sittingId)),
  );
  return rows.map(({ sha256 }) => sha256);
}

/** The text of a manifest by its SHA-256, or null. */
export async function manifestText(database: Database, sha256: string): Promise<Buffer | null> {
  const [found] = await reading("manifest", () =>
    database.select({ manifest: sealedPackage.manifest }).from(sealedPackage).where(eq(sealedPackage.sha256, sha256)),
  );
  return found ? Buffer.from(found.manifest) : null;
}

/** A chunk, or a file of codes, by its SHA-256, or null. */
export async function chunkBytes(database: Database, sha256: string): Promise<Buffer | null> {
  const [found] = await reading("chunk", () =>
    database.select({ bytes: packageChunk.bytes }).from(packageChunk).where(eq(packageChunk.sha256, sha256)),
  );
  return found?.bytes ?? null;
}
