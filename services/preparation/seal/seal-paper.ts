/** Seals a paper of a sitting with keys of its own, and stores everything. Shared by the process and the command line. */
import type { KeyObject } from "node:crypto";
import type pg from "pg";
import { makePackage } from "#preparation/seal/make-package";
import { signManifest } from "#preparation/seal/sign-manifest";
import { paperContent, storePackage, type UnsealedPaper, unsealedPapers } from "#postgres/exam/sealing";
import { databaseOf } from "#postgres/queries/reading";
import { newSealKey } from "#runtime/seal";

/**
 * False: somebody else did it meanwhile, or `stillMay`, asked last, says no: making the codes of a nation takes seconds, in
 * which a check-in may open. Rejects when the paper cannot be sealed as it is stored.
 */
export async function sealPaper(
  pool: pg.Pool,
  unsealed: UnsealedPaper,
  signingKey: KeyObject,
  stillMay: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const { sittingId, which, paperId, replaces } = unsealed;
  const content = await paperContent(databaseOf(pool), paperId);
  const keys = { start: newSealKey(), cases: newSealKey() };
  const { manifest, chunks, codes } = await makePackage({ sittingId, paper: which, ...content, keys });
  const { text, sha256 } = await signManifest(manifest, signingKey);
  if (!(await stillMay())) return false;
  return storePackage(pool, {
    sittingId,
    which,
    paperId,
    replaces,
    sha256,
    manifest: text,
    bytes: manifest.bytes,
    startKey: keys.start,
    casesKey: keys.cases,
    chunks,
    codes,
  });
}

/** Seals what a sitting lacks, without waiting for the process that does it by itself. */
export async function sealSitting(pool: pg.Pool, sittingId: number, signingKey: KeyObject): Promise<void> {
  const lacking = await unsealedPapers(databaseOf(pool), sittingId);
  for (const one of lacking.filter(({ replaces }) => replaces === null)) await sealPaper(pool, one, signingKey);
}
