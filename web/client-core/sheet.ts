/** A candidate's answer sheet: the fold of the entries that this device holds, in order. */
import type { AnswerValue, EntryFrame } from "#domain/answer/entry";

export interface Sheet {
  /** Item → its answer; an erased answer is absent. */
  readonly answers: ReadonlyMap<string, AnswerValue>;
  readonly lockedItems: ReadonlySet<string>;
  readonly lockedSteps: ReadonlySet<string>;
  readonly appliedActs: ReadonlySet<string>;
  readonly submitted: boolean;
}
export const EMPTY_SHEET: Sheet = {
  answers: new Map(),
  lockedItems: new Set(),
  lockedSteps: new Set(),
  appliedActs: new Set(),
  submitted: false,
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
    case "applied":
      return { ...sheet, appliedActs: new Set([...sheet.appliedActs, frame.actId]) };
    case "submit":
      return { ...sheet, submitted: true };
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
