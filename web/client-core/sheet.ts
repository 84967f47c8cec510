/** A candidate's answer sheet: the fold of the entries that this device holds, in order. */
import type { AnswerValue, AppliedStage, EntryFrame, LockFrame } from "#domain/answer/entry";
import type { RestoreResponse } from "#contracts/http/restore";

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
  /** The last lock of each sealed section. */
  readonly lastLocks: ReadonlyMap<string, LockFrame>;
  /** Steps behind which the candidate waited for a key, and it was noted. */
  readonly waitedSteps: ReadonlySet<string>;
  /** Acts that have come as far as each stage. */
  readonly stages: Readonly<Record<AppliedStage, ReadonlySet<string>>>;
  readonly handIn: HandIn | null;
}
const NONE: ReadonlySet<string> = new Set();
export const EMPTY_SHEET: Sheet = {
  answers: new Map(),
  lockedItems: NONE,
  lockedSteps: NONE,
  lastLocks: new Map(),
  waitedSteps: NONE,
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
        lastLocks: frame.seal ? new Map([...sheet.lastLocks, [frame.seal.sectionId, frame]]) : sheet.lastLocks,
      };
    case "waited":
      return { ...sheet, waitedSteps: new Set([...sheet.waitedSteps, frame.stepId]) };
    case "applied": {
      const reached = new Set([...sheet.stages[frame.stage], frame.actId]);
      return { ...sheet, stages: { ...sheet.stages, [frame.stage]: reached } };
    }
    case "submit":
      return { ...sheet, handIn: { claimedAtMs: frame.claimedAtMs, after: sheet.stages.applied } };
  }
}

/** What a tablet that takes over begins with: made elsewhere, stored already. */
export function sheetFrom({ answers, locks, readActIds }: RestoreResponse): Sheet {
  const answered = answers.reduce((sheet, { itemId, value }) => withAnswer(sheet, itemId, value), EMPTY_SHEET);
  return {
    ...answered,
    lockedItems: new Set(locks.flatMap(({ itemIds }) => itemIds)),
    lockedSteps: new Set(locks.map(({ stepId }) => stepId)),
    stages: { ...EMPTY_SHEET.stages, read: new Set(readActIds) },
  };
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
