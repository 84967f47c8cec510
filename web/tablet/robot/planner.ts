/**
 * What a candidate would do with a question, and when: the same seed gives the same plan on every tablet. Pure. Nothing
 * is planned that fingers could not do: options that exist, no more than are expected, text that fits.
 */
import type { ViewSimpleItem } from "#contracts/paper/view";
import type { AnswerValue } from "#domain/answer/entry";
import { seededNumbers, type SeededNumbers } from "#domain/exam/seeded-numbers";

export type RobotAct =
  | { readonly kind: "answer"; readonly itemId: string; readonly value: AnswerValue }
  | { readonly kind: "write"; readonly itemId: string; readonly text: string }
  | { readonly kind: "flag"; readonly itemId: string }
  /** Looks closer at the first image that is shown. */
  | { readonly kind: "zoom" }
  | { readonly kind: "raise_hand" }
  | { readonly kind: "lower_hand" };
/** `afterMs`: the pause before it, at the pace of a person. */
export interface Planned {
  readonly afterMs: number;
  readonly act: RobotAct;
}

/** Median time for a first answer, ms: half a day's paper is about 45 s a question. */
const THINKING_MS: Readonly<Record<ViewSimpleItem["type"], number>> = {
  QRU: 30_000,
  QRM: 40_000,
  QRP: 40_000,
  QRPL: 50_000,
  QROC: 35_000,
  QZP: 35_000,
  TCS: 30_000,
};
/** Of the log-normal: one question in six takes more than 1.8 times the median. */
const SIGMA = 0.6;
const THINKING_MIN_MS = 1_500;
const THINKING_MAX_MS = 6 * 60_000;
/** A second look, an act that needs no thought, letters at two a second. */
const DOUBT_MS = 12_000;
const MOVE_MS = 1_200;
const LETTER_MS = 500;

const CHANCES = { changesMind: 0.25, flags: 0.08, zooms: 0.7, raisesHand: 0.02 };
/** Short answers as people write them, with the letters that keyboards make in two strokes. */
const WORDS = ["fièvre", "œdème", "embolie", "hémorragie", "à jeun", "120", "maladie de Ménière", "naïf"] as const;
/** The expected time of one question at pace 1, ms: log-normal mean of the median above, and what follows it. */
const QUESTION_MS = 55_000;
/** What is planned leaves this part of the time for waits, locks and a last look. */
const SHARE_OF_TIME = 0.8;

/** How much faster than a person it must be to reach the end: at most 1. */
export const paceFor = (leftMs: number, questionsLeft: number): number =>
  Math.min(1, Math.max(0, (leftMs * SHARE_OF_TIME) / (Math.max(1, questionsLeft) * QUESTION_MS)));

/** The longest that one step may take, ms: some three times its share, and never more than what is left. */
export const budgetFor = (leftMs: number, questionsLeft: number, questionsOfStep: number): number =>
  Math.max(0, leftMs) * SHARE_OF_TIME * Math.min(1, (3 * questionsOfStep) / Math.max(1, questionsLeft));

/** The same plan, faster where it would take longer than `budgetMs`. */
export function within(planned: readonly Planned[], budgetMs: number): Planned[] {
  const total = planned.reduce((sum, { afterMs }) => sum + afterMs, 0);
  const faster = total > budgetMs ? budgetMs / total : 1;
  return planned.map(({ act, afterMs }) => ({ act, afterMs: Math.floor(afterMs * faster) }));
}

/** What is done at a step whose questions these are, in order. `seed`: of the candidate. */
export function planStep(items: readonly ViewSimpleItem[], seed: string, pace: number): Planned[] {
  return items.flatMap((item) => planItem(item, seededNumbers(hashOf(`${seed}|${item.id}`)), pace));
}

function planItem(item: ViewSimpleItem, numbers: SeededNumbers, pace: number): Planned[] {
  const planned: Planned[] = [];
  const after = (medianMs: number, act: RobotAct) =>
    planned.push({ afterMs: Math.round(logNormal(medianMs, numbers) * pace), act });
  if (item.type === "QZP" || item.images.length > 0)
    if (chance(numbers, CHANCES.zooms)) after(MOVE_MS * 3, { kind: "zoom" });
  const first = answerTo(item, numbers);
  respond(item.id, first, THINKING_MS[item.type]);
  if (chance(numbers, CHANCES.changesMind)) {
    const second = answerTo(item, numbers);
    if (JSON.stringify(second) !== JSON.stringify(first)) respond(item.id, second, DOUBT_MS);
  }
  if (chance(numbers, CHANCES.flags)) after(MOVE_MS, { kind: "flag", itemId: item.id });
  if (chance(numbers, CHANCES.raisesHand)) {
    after(MOVE_MS, { kind: "raise_hand" });
    after(DOUBT_MS, { kind: "lower_hand" });
  }
  return planned;

  /** Several ticks are several touches; a text comes letter by letter. */
  function respond(itemId: string, value: AnswerValue, medianMs: number): void {
    if ("text" in value) {
      const letters = [...value.text];
      letters.forEach((_, index) => {
        const text = letters.slice(0, index + 1).join("");
        if (index === 0) after(medianMs, { kind: "write", itemId, text });
        else planned.push({ afterMs: Math.round(LETTER_MS * pace), act: { kind: "write", itemId, text } });
      });
      return;
    }
    const parts: AnswerValue[] =
      "choice" in value && item.type !== "QRU"
        ? value.choice.map((_, index) => ({ choice: value.choice.slice(0, index + 1) }))
        : "points" in value
          ? value.points.map((_, index) => ({ points: value.points.slice(0, index + 1) }))
          : [value];
    parts.forEach((part, index) => after(index === 0 ? medianMs : MOVE_MS, { kind: "answer", itemId, value: part }));
  }
}

function answerTo(item: ViewSimpleItem, numbers: SeededNumbers): AnswerValue {
  switch (item.type) {
    case "QRU":
      return { choice: [numbers.pick(item.options).id] };
    case "QRM":
      return { choice: some(item.options, 1 + numbers.below(item.options.length), numbers) };
    case "QRP":
    case "QRPL":
      return { choice: some(item.options, Math.min(item.expected, item.options.length), numbers) };
    case "QROC":
      return { text: numbers.pick(WORDS).split(" ").slice(0, item.wordsMax).join(" ") };
    case "QZP":
      return {
        points: Array.from({ length: item.expected }, () => ({ x: numbers.below(1001), y: numbers.below(1001) })),
      };
    case "TCS":
      return { scale: numbers.below(5) - 2 };
  }
}
const some = (options: readonly { readonly id: string }[], n: number, numbers: SeededNumbers): string[] =>
  numbers
    .shuffle(options)
    .slice(0, n)
    .map(({ id }) => id);

const FINE = 1_000_000;
const chance = (numbers: SeededNumbers, probability: number): boolean => numbers.below(FINE) < probability * FINE;

/** Log-normal around a median, by Box and Muller, within what a person takes. */
function logNormal(medianMs: number, numbers: SeededNumbers): number {
  const one = (numbers.below(FINE) + 1) / (FINE + 1);
  const two = numbers.below(FINE) / FINE;
  const normal = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * two);
  const least = Math.min(medianMs, THINKING_MIN_MS);
  return Math.min(THINKING_MAX_MS, Math.max(least, medianMs * Math.exp(SIGMA * normal)));
}

/** FNV-1a: a number from words. */
function hashOf(words: string): number {
  let hash = 0x811c9dc5;
  for (const char of words) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
