/** A candidate's answer sheet: the fold of the entries that this device holds, in order. */
import type { AnswerValue, AppliedStage, EntryFrame } from "#domain/answer/entry";

/** The last time the paper was handed in. */
export interface HandIn {
  readonly claimedAtMs: number;
  /** Acts that were in force before. */
  readonly after: ReadonlySet<string>;
}
export interface Sheet {
  /** Item → its answer; an erased answer is absent. */
  readonly answers: ReadonlyMap<string, AnswerValue>;
  readonly lockedItems: ReadonlySet<string>;
  readonly lockedSteps: ReadonlySet<string>;
  /** Acts that have come as far as each stage. */
  readonly stages: Readonly<Record<AppliedStage, ReadonlySet<string>>>;
  readonly handIn: HandIn | null;
}
const NONE: ReadonlySet<string> = new Set();
export const EMPTY_SHEET: Sheet = {
  answers: new Map(),
  lockedItems: NONE,
  lockedSteps: NONE,
  stages: { applied: NONE, displayed: NONE, read: NONE },
  handIn: null,
};

export function applyEntry(sheet: Sheet, frame: EntryFrame): Sheet {
  switch (frame.kind) {
    case "answer":
      return sheet.lockedItems.has(frame.itemId) ? sheet : withAnswer(sheet, frame.itemId, frame.value);
    case "lock":
      return {
        ...sheet,
        lockedItems: new Set([...sheet.lockedItems, ...frame.itemIds]),
        lockedSteps: new Set([...sheet.lockedSteps, frame.stepId]),
      };
    case "applied": {
      const reached = new Set([...sheet.stages[frame.stage], frame.actId]);
      return { ...sheet, stages: { ...sheet.stages, [frame.stage]: reached } };
    }
    case "submit":
      return { ...sheet, handIn: { claimedAtMs: frame.claimedAtMs, after: sheet.stages.applied } };
  }
}

export function withAnswer(sheet: Sheet, itemId: string, value: AnswerValue): Sheet {
  const answers = new Map(sheet.answers);
  if ("empty" in value) answers.delete(itemId);
  else answers.set(itemId, value);
  return { ...sheet, answers };
}

/** Whether two answers are the same: an entry that changes nothing is not made. */
export function sameAnswer(a: AnswerValue | undefined, b: AnswerValue): boolean {
  return JSON.stringify(a ?? { empty: true }) === JSON.stringify(b);
}
