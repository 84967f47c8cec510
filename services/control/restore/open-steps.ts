/**
 * The steps that are open to a candidate: of each locked section the one behind what was validated. Nothing further can
 * be made of a path: it is chained over the steps that were shown (domain/seal/labels.ts). Pure but for the hashes.
 */
import type { RestoreResponse } from "#contracts/http/restore";
import type { PaperKeys } from "#domain/seal/labels";
import { firstPath, lockedSectionKey, nextPath, progressToken, sealKeyFrom, sealKeyText, stepKey } from "#runtime/seal";

export interface StoredLock {
  readonly stepId: string;
  readonly itemIds: readonly string[];
  /** Where in its section it stood, as the tablet said; null: of a paper that is not sealed. */
  readonly seal: { readonly sectionId: string; readonly path: string } | null;
}

/** `locks`: in the order in which they were made. One that does not follow what was validated before opens nothing. */
export function openSteps(
  keys: PaperKeys,
  candidateId: number,
  locks: readonly StoredLock[],
): RestoreResponse["steps"] {
  const casesKey = sealKeyFrom(keys.cases);
  const paths = new Map<string, string>();
  for (const { stepId, itemIds, seal } of locks) {
    if (seal === null) continue;
    const path = paths.get(seal.sectionId) ?? firstPath(seal.sectionId);
    if (seal.path === path) paths.set(seal.sectionId, nextPath(path, stepId, itemIds));
  }
  return [...paths].map(([sectionId, path]) => {
    const sectionKey = lockedSectionKey(casesKey, sectionId);
    const key = sealKeyText(stepKey(sectionKey, path));
    return { sectionId, path, key, token: progressToken(sectionKey, candidateId, path) };
  });
}
