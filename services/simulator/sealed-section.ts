/** A locked section of the simulated paper: its keys, and how far one device has come in it. */
import type { StepFrame } from "#contracts/frames/server";
import type { EntryFrame, LockFrame } from "#domain/answer/entry";
import { firstPath, nextPath, sealKeyText } from "#runtime/seal";

/** Of the simulated paper, both papers of it. */
export const SIM_KEYS = { start: sealKeyText(Buffer.alloc(32, 1)), cases: sealKeyText(Buffer.alloc(32, 2)) };
const SECTION = "dp1";
const STEPS = 5;

type LockDraft = Required<Pick<LockFrame, "kind" | "stepId" | "itemIds" | "seal">>;

/** What a device holds of the section: tokens that it was given. Where it stands is in its entries. */
export class SealedSection {
  readonly #tokens = new Map<string, string>();

  heard({ path, token }: StepFrame): void {
    this.#tokens.set(path, token);
  }

  /** The lock of the step that is open; "waiting" while its key has not come, "done" behind the last one. */
  nextLock(frames: readonly EntryFrame[]): LockDraft | "waiting" | "done" {
    const { step, path } = progressOf(frames);
    const token = this.#tokens.get(path) ?? null;
    if (step > STEPS) return "done";
    return step === 1 || token !== null ? lockOf(step, path, token) : "waiting";
  }

  /** What a faulty client might try: the lock of the next step but one, which it has not been shown. */
  lockAhead(frames: readonly EntryFrame[]): LockDraft {
    const { step, path } = progressOf(frames);
    const { stepId, itemIds } = lockOf(step, path, null);
    const token = [...this.#tokens.values()].at(-1) ?? null;
    return lockOf(step + 1, nextPath(path, stepId, itemIds), token);
  }
}

function lockOf(step: number, path: string, token: string | null): LockDraft {
  const stepId = `${SECTION}-s${step}`;
  return { kind: "lock", stepId, itemIds: [stepId], seal: { sectionId: SECTION, path, token } };
}

/** Walks the locks that follow each other; one that was made ahead leads nowhere. */
function progressOf(frames: readonly EntryFrame[]): { step: number; path: string } {
  let step = 1;
  let path = firstPath(SECTION);
  for (const frame of frames) {
    if (frame.kind !== "lock" || frame.seal?.path !== path) continue;
    path = nextPath(path, frame.stepId, frame.itemIds);
    step += 1;
  }
  return { step, path };
}
