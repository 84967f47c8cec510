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
 * validated; afterwards answers of the free sections are revised for ever. A plain object: k6 has no cheap generators.
 */
export class PaperWalk {
  /** Sections to come, first the next one; what is left of the present one, as steps ready to take and items to come. */
  #sections: readonly ViewSection[];
  #nextSection = 0;
  #section: ViewSection | null = null;
  #items: readonly ViewItem[] = [];
  #nextItem = 0;
  readonly #ready: Step[] = [];

  constructor(
    private readonly paper: ViewPaper,
    private readonly random: Random,
  ) {
    const start = random.below(paper.sections.length);
    this.#sections = [...paper.sections.slice(start), ...paper.sections.slice(0, start)];
  }

  /** Null when nothing is left to change. */
  next(): Step | null {
    for (;;) {
      const step = this.#ready.shift();
      if (step) return step;
      const item = this.#items[this.#nextItem++];
      if (item) this.#take(item);
      else if (!this.#enterSection()) return null;
    }
  }

  #enterSection(): boolean {
    if (this.#nextSection >= this.#sections.length) {
      this.#sections = this.paper.sections.filter((one) => one.navigation === "free" && one.items.length > 0);
      this.#nextSection = 0;
    }
    this.#section = this.#sections[this.#nextSection++] ?? null;
    if (this.#section === null) return false;
    const { items, navigation } = this.#section;
    this.#items = navigation === "locked" ? items : this.random.sample(items.flatMap(leaves), Infinity);
    this.#nextItem = 0;
    return true;
  }

  #take(item: ViewItem): void {
    const section = this.#section;
    if (section?.navigation !== "locked") {
      for (const part of leaves(item)) this.#ready.push(answer(part, this.random));
      return;
    }
    const parts = leaves(item);
    for (const part of parts) {
      this.#ready.push(answer(part, this.random));
      if (this.random.chance(SECOND_THOUGHT)) this.#ready.push(answer(part, this.random));
    }
    const itemIds = parts.map((part) => part.id);
    this.#ready.push({ kind: "lock", sectionId: section.id, stepId: item.id, itemIds });
  }
}

const leaves = (item: ViewItem): ViewSimpleItem[] => (item.type === "KFP" ? item.items : [item]);
const answer = (item: ViewSimpleItem, random: Random): Step => ({
  kind: "answer",
  itemId: item.id,
  value: valueFor(item, random),
  type: item.type,
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

const optionIds = (options: readonly { id: string }[], count: number, random: Random): string[] =>
  random.sample(options, count).map((option) => option.id);
