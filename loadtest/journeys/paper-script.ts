/**
 * What can be done with a paper, made once for all tablets of a virtual user: some answers to each item and the text of
 * their entries, and the locks. k6 then makes no object and writes no JSON for an answer.
 */
import type { AnswerValue } from "#contracts/frames/fields";
import type { ViewItem, ViewPaper, ViewSimpleItem } from "#contracts/paper/view";
import { answerTail } from "#loadtest/journeys/entry-text";
import type { Random } from "#loadtest/journeys/random";

export interface AnswerStep {
  readonly kind: "answer";
  readonly itemId: string;
  readonly value: AnswerValue;
  /** Kind of the item: how long people think about it. */
  readonly type: ViewSimpleItem["type"];
  /** Of its entry's text. */
  readonly tail: string;
}
export interface LockStep {
  readonly kind: "lock";
  readonly sectionId: string;
  readonly stepId: string;
  readonly itemIds: readonly string[];
}
export type Step = AnswerStep | LockStep;

/** Answers that may be given to one item. */
export type Answers = readonly AnswerStep[];
export interface ScriptStep {
  readonly answers: readonly Answers[];
  readonly lock: LockStep;
}
export interface ScriptSection {
  readonly isLocked: boolean;
  readonly steps: readonly ScriptStep[];
  /** Of all steps. */
  readonly answers: readonly Answers[];
}
export type PaperScript = readonly ScriptSection[];

/** Different answers to one item: a candidate who changes it draws again. */
const ANSWERS = 16;
const ERASE = 0.03;

export function scriptOf(paper: ViewPaper, random: Random): PaperScript {
  return paper.sections.map(({ id: sectionId, navigation, items }) => {
    const steps = items.map((item) => {
      const parts = leaves(item);
      const itemIds = parts.map(idOf);
      const lock = { kind: "lock", sectionId, stepId: item.id, itemIds } as const;
      return { answers: parts.map((part) => answersTo(part, random)), lock };
    });
    return { isLocked: navigation === "locked", steps, answers: steps.flatMap(({ answers }) => answers) };
  });
}

const leaves = (item: ViewItem): readonly ViewSimpleItem[] => (item.type === "KFP" ? item.items : [item]);
const idOf = ({ id }: { readonly id: string }): string => id;

const answersTo = (item: ViewSimpleItem, random: Random): Answers =>
  Array.from({ length: ANSWERS }, () => {
    const value = valueFor(item, random);
    return { kind: "answer", itemId: item.id, value, type: item.type, tail: answerTail(item.id, value) };
  });

function valueFor(item: ViewSimpleItem, random: Random): AnswerValue {
  if (random.chance(ERASE)) return { empty: true };
  switch (item.type) {
    case "QRU":
      return { choice: optionIds(item.options, 1, random) };
    case "QRM":
      return { choice: optionIds(item.options, 1 + random.below(item.options.length), random) };
    case "QRP":
    case "QRPL":
      return { choice: optionIds(item.options, item.expected, random) };
    case "QROC":
      return { text: `réponse ${random.below(1_000)}${item.unit ? ` ${item.unit}` : ""}` };
    case "QZP":
      return {
        points: Array.from({ length: item.expected }, () => ({ x: random.below(1_001), y: random.below(1_001) })),
      };
    case "TCS":
      return { scale: random.below(5) - 2 };
  }
}

const optionIds = (options: readonly { readonly id: string }[], count: number, random: Random): string[] =>
  random.sample(options, count).map(idOf);
