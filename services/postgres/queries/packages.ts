/** Sealed papers of sittings: where tablets fetch them, and the keys that the acts which open them carry. */
import { and, asc, eq, inArray, or } from "drizzle-orm";
import type { PackageRef } from "#contracts/package/manifest";
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import { type Database, reading } from "#postgres/queries/reading";
import { sitting } from "#postgres/schema/exam";
import { sealedPackage } from "#postgres/schema/package";

/** Made for the paper that the sitting has now: what was made for another is never told to anybody. */
const ofPresentPaper = and(
  eq(sitting.id, sealedPackage.sittingId),
  or(
    and(eq(sealedPackage.paper, "main"), eq(sealedPackage.paperId, sitting.paperId)),
    and(eq(sealedPackage.paper, "backup"), eq(sealedPackage.paperId, sitting.backupPaperId)),
  ),
);

export interface Seal extends PackageRef {
  readonly which: WhichPaper;
  readonly keys: PaperKeys;
}
/** The sealed papers of a sitting with their keys, the main one first. For control and operators alone. */
export async function sealsOf(database: Database, sittingId: number): Promise<Seal[]> {
  const { paper: which, sha256, bytes, startKey, casesKey } = sealedPackage;
  const rows = await reading("keys of sealed papers", () =>
    database
      .select({ which, sha256, bytes, startKey, casesKey })
      .from(sealedPackage)
      .innerJoin(sitting, ofPresentPaper)
      .where(eq(sealedPackage.sittingId, sittingId)),
  );
  const text = (key: Buffer) => key.toString("base64url");
  return rows
    .map((row) => ({
      which: row.which,
      sha256: row.sha256,
      bytes: row.bytes,
      keys: { start: text(row.startKey), cases: text(row.casesKey) },
    }))
    .sort((a, b) => Number(a.which === "backup") - Number(b.which === "backup"));
}

/** Null: not made yet, or the sitting has no backup paper. */
export interface PackageRefs {
  readonly main: PackageRef | null;
  readonly backup: PackageRef | null;
}
/** Packages of these sittings, by sitting; a sitting that has none is left out. */
export async function packageRefsOf(
  database: Database,
  sittingIds: readonly number[],
): Promise<ReadonlyMap<number, PackageRefs>> {
  if (sittingIds.length === 0) return new Map();
  const { sittingId, paper, sha256, bytes } = sealedPackage;
  const rows = await reading("packages", () =>
    database
      .select({ sittingId, paper, sha256, bytes })
      .from(sealedPackage)
      .innerJoin(sitting, ofPresentPaper)
      .where(inArray(sittingId, [...sittingIds]))
      .orderBy(asc(sittingId)),
  );
  const refs = new Map<number, PackageRefs>();
  for (const row of rows) {
    const known = refs.get(row.sittingId) ?? { main: null, backup: null };
    refs.set(row.sittingId, { ...known, [row.paper]: { sha256: row.sha256, bytes: row.bytes } });
  }
  return refs;
}
