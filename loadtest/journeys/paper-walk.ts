/** What a candidate does with a paper: an endless but reasonable sequence of answers and locks. */
import type { AnswerValue } from "#contracts/frames/fields";
import type { ViewItem, ViewPaper, ViewSection, ViewSimpleItem } from "#contracts/paper/view";
import type { Random } from "#loadtest/journeys/random";

export type Step =
  | {
      readonly kind: "answer";
      readonly itemId: string;
      readonly value: AnswerValue;
      /** Kind of the item: how long people think about it. */ readonly type: ViewSimpleItem["type"];
    }
  | { readonly kind: "lock"; readonly sectionId: string; readonly stepId: string; readonly itemIds: string[] };

const ERASE = 0.03;
/** Share of the answers in a locked section that are changed once before the step is validated. */
export const SECOND_THOUGHT = 0.25;

/**
 * Starts in a section drawn at random and goes through all of them; a locked section is taken once, in order, each step
 * validated; afterwards answers of the free sections are revised for ever. Ends only when nothing is left to change.
 */
export function* walkPaper(paper: ViewPaper, random: Random): Generator<Step, void, undefined> {
  const start = random.below(paper.sections.length);
  for (let i = 0; i < paper.sections.length; i++) {
    const section = paper.sections[(start + i) % paper.sections.length];
    if (section) yield* section.navigation === "locked" ? takeInOrder(section, random) : takeFreely(section, random);
  }
  const free = paper.sections.filter((s) => s.navigation === "free" && s.items.length > 0);
  while (free.length > 0) for (const section of free) yield* takeFreely(section, random);
}

const leaves = (item: ViewItem): ViewSimpleItem[] => (item.type === "KFP" ? item.items : [item]);
const answer = (item: ViewSimpleItem, random: Random): Step => ({
  kind: "answer",
  itemId: item.id,
  value: valueFor(item, random),
  type: item.type,
});

function* takeInOrder(section: ViewSection, random: Random): Generator<Step, void, undefined> {
  for (const item of section.items) {
    const parts = leaves(item);
    for (const part of parts) {
      yield answer(part, random);
      if (random.chance(SECOND_THOUGHT)) yield answer(part, random);
    }
    yield { kind: "lock", sectionId: section.id, stepId: item.id, itemIds: parts.map((part) => part.id) };
  }
}

function* takeFreely(section: ViewSection, random: Random): Generator<Step, void, undefined> {
  const parts = section.items.flatMap(leaves);
  for (const part of random.sample(parts, parts.length)) yield answer(part, random);
}

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

const optionIds = (options: readonly { id: string }[], count: number, random: Random): string[] =>
  random.sample(options, count).map((option) => option.id);
