/** FrenchMedMCQA (Labrak et al. 2022): a file of its questions as a paper of isolated questions, with its key. */
import { z } from "zod";
import type { AnswerKey, ItemKey } from "#contracts/paper/key";
import { seededNumbers } from "#domain/exam/seeded-numbers";

const LETTERS = ["a", "b", "c", "d", "e"] as const;
const Letter = z.enum(LETTERS);
const Question = z.object({
  id: z.string().min(1),
  question: z.string(),
  answers: z.strictObject({ a: z.string(), b: z.string(), c: z.string(), d: z.string(), e: z.string() }),
  correct_answers: z.array(Letter),
});
type Question = z.infer<typeof Question>;
export const FrenchMedMcqaFile = z.array(Question);

/** Minutes given to one question: a national paper has 120 of them in 3 hours. */
const MINUTES_PER_QUESTION = 1.5;

export interface MadePaper {
  readonly paper: unknown;
  readonly key: AnswerKey;
}

/** Questions that can be asked: with a text, five distinct options, and a right answer. */
export const usableQuestions = (questions: readonly Question[]): Question[] =>
  [...new Map(questions.map((one) => [one.id, one])).values()].filter((one) => {
    const texts = LETTERS.map((letter) => plain(one.answers[letter]).toLowerCase());
    return plain(one.question) !== "" && !texts.includes("") && new Set(texts).size === 5 && rightOf(one).length > 0;
  });

/** The same questions for the same seed, whatever the order of the file. `take` is at most the number usable. */
export function paperFromQuestions(questions: readonly Question[], take: number, seed: number): MadePaper {
  const inOrder = [...questions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const taken = seededNumbers(seed).shuffle(inOrder).slice(0, take);
  const id = `frenchmedmcqa-${take}-${seed}`;
  const items = taken.map((one, n) => ({ id: itemId(n), ...itemOf(one) }));
  return {
    paper: {
      format: "amphi-paper",
      version: 1,
      id,
      title: `Questions isolées FrenchMedMCQA : ${take} questions, tirage ${seed}`,
      language: "fr",
      durationMinutes: Math.max(1, Math.ceil(take * MINUTES_PER_QUESTION)),
      sections: inSections(items),
    },
    key: {
      format: "amphi-key",
      version: 1,
      paperId: id,
      items: Object.fromEntries(taken.map((one, n) => [itemId(n), keyOf(one)])),
    },
  };
}

/** A section holds 150 items at most. */
function inSections(items: readonly unknown[]): unknown[] {
  const sections: unknown[] = [];
  for (let from = 0; from < items.length; from += 150) {
    const part = sections.length + 1;
    const title = items.length > 150 ? `Questions isolées, partie ${part}` : "Questions isolées";
    sections.push({ id: `qi-${part}`, kind: "isolated_questions", title, items: items.slice(from, from + 150) });
  }
  return sections;
}

const itemId = (n: number): string => `q${String(n + 1).padStart(3, "0")}`;
const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
const rightOf = (one: Question) => LETTERS.filter((letter) => one.correct_answers.includes(letter));

const itemOf = (one: Question) => ({
  type: rightOf(one).length === 1 ? "QRU" : "QRM",
  stem: markdownOf(one.question),
  options: LETTERS.map((letter) => ({ id: letter, text: markdownOf(one.answers[letter]) })),
});

const keyOf = (one: Question): ItemKey => ({
  type: "options",
  right: rightOf(one),
  unacceptable: [],
  indispensable: [],
});

/** Plain text as Markdown that shows exactly this text: no star, number or bracket in it may turn into markup. */
const markdownOf = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]<>~&|#]/g, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^[-+=]/, "\\$&");
