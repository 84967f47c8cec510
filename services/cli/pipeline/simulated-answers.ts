/** What an invented candidate enters: right as often as their skill lets them, else something else. Pure and seeded. */
import type { AnswerValue } from "#domain/answer/entry";
import type { SeededNumbers } from "#domain/exam/seeded-numbers";
import type { ItemKey, ItemToMark } from "#domain/marking/item";

const WRONG_TEXTS = ["IRM cérébrale", "radio", "échographie", "je ne sais pas"];

/** `skill`: thousandths. Null: left empty. */
export function simulatedAnswer(
  item: ItemToMark,
  key: ItemKey,
  skill: number,
  random: SeededNumbers,
): AnswerValue | null {
  if (random.below(50) === 0) return null;
  const knows = random.below(1000) < skill;
  switch (key.type) {
    case "options": {
      const guess = item.options.filter((id) => (key.right.includes(id) ? random.below(3) > 0 : random.below(4) === 0));
      const choice = knows ? [...key.right] : guess.slice(0, item.expected > 0 ? item.expected : guess.length);
      return choice.length === 0 ? null : { choice };
    }
    case "texts":
      if (knows) return { text: random.pick(key.accepted) };
      return { text: random.below(5) > 0 ? random.pick(WRONG_TEXTS) : `autre ${random.below(100_000)}` };
    case "zones": {
      const near = key.zones.map(({ x, y }) => ({ x, y }));
      return { points: knows ? near : [{ x: random.below(1001), y: random.below(1001) }] };
    }
    case "panel":
      return { scale: knows ? key.counts.indexOf(Math.max(...key.counts)) - 2 : random.below(5) - 2 };
  }
}
