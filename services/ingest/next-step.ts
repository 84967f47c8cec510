/** What a stored lock opens: the key of the step behind it, for whoever proves to have validated everything before. */
import { timingSafeEqual } from "node:crypto";
import type { StepFrame } from "#contracts/frames/server";
import type { LockFrame } from "#domain/answer/entry";
import type { PaperKeys } from "#domain/seal/labels";
import { firstPath, lockedSectionKey, nextPath, progressToken, sealKeyFrom, sealKeyText, stepKey } from "#runtime/seal";

/**
 * Null for a lock without a seal, or whose token does not prove its path; the first step of a section needs no token.
 * A lock of something else than the step that stands at its path leads to a path at which nothing opens. Costs about
 * 0.1 ms, per lock: nothing of it is kept, since a client could name any number of sections.
 */
export function stepBehind(lock: LockFrame, candidateId: number, keys: PaperKeys): StepFrame | null {
  if (!lock.seal) return null;
  const { sectionId, path, token } = lock.seal;
  const section = lockedSectionKey(sealKeyFrom(keys.cases), sectionId);
  const proven = path === firstPath(sectionId) || isSame(token, progressToken(section, candidateId, path));
  if (!proven) return null;
  const next = nextPath(path, lock.stepId, lock.itemIds);
  const key = sealKeyText(stepKey(section, next));
  return { v: 1, kind: "step", sectionId, path: next, key, token: progressToken(section, candidateId, next) };
}

function isSame(told: string | null, right: string): boolean {
  const [a, b] = [Buffer.from(told ?? ""), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
