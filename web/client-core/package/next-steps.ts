/** What follows a lock in a sealed section. */
import type { LockFrame } from "#domain/answer/entry";
import type { HeldKeys, StepKey } from "#client-core/package/held-keys";
import { keyFrom, keyText, nextPath, stepKey } from "#client-core/seal";

/** The path behind a lock; null of one that stands in no sealed section. */
async function pathBehind({ itemIds, seal, stepId }: LockFrame): Promise<string | null> {
  return seal ? nextPath(seal.path, stepId, itemIds) : null;
}

/** Whether what follows this lock is here. */
export async function isAnswered(lock: LockFrame, keys: HeldKeys): Promise<boolean> {
  const path = await pathBehind(lock);
  return path === null || keys.steps.some((step) => step.sectionId === lock.seal?.sectionId && step.path === path);
}

/** Keys of what follows these locks, where a code opened the section and nothing else brought them. */
export async function nextStepKeys(locks: readonly LockFrame[], keys: HeldKeys): Promise<StepKey[]> {
  const made: StepKey[] = [];
  for (const lock of locks) {
    const sectionId = lock.seal?.sectionId;
    const sectionKey = sectionId === undefined ? undefined : keys.sections[sectionId];
    const path = await pathBehind(lock);
    if (sectionId === undefined || sectionKey === undefined || path === null) continue;
    if (keys.steps.some((step) => step.sectionId === sectionId && step.path === path)) continue;
    made.push({ sectionId, path, key: keyText(await stepKey(keyFrom(sectionKey), path)), token: null });
  }
  return made;
}
