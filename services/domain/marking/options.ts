/** QRM, QRU, QRP, QRPL: marks for ticked options. */
import type { ItemToMark, Marked, OptionsKey, Why } from "#domain/marking/item";
import type { MarkingRules } from "#domain/marking/marking-rules";
import { ALL, NOTHING, type Share } from "#domain/marking/share";

type OptionsWhy = Extract<Why, { kind: "options" }>;

/**
 * `ticked`: option ids, in any order; one named twice is ticked once, one that the item does not have is a wrong tick.
 * Unacceptable and indispensable options are 0 for every type, whatever the rest would be worth.
 */
export function markOptions(item: ItemToMark, key: OptionsKey, rules: MarkingRules, choice: readonly string[]): Marked {
  const ticked = [...new Set(choice)];
  const why: OptionsWhy = {
    kind: "options",
    found: key.right.filter((id) => ticked.includes(id)),
    wrong: ticked.filter((id) => !key.right.includes(id)),
    missed: key.right.filter((id) => !ticked.includes(id)),
    unacceptable: key.unacceptable.filter((id) => ticked.includes(id)),
    indispensable: key.indispensable.filter((id) => !ticked.includes(id)),
    tooMany: (item.type === "QRP" || item.type === "QRPL") && ticked.length > item.expected,
  };
  if (ticked.length === 0 && rules.emptyIsNothing) return { share: NOTHING, why: { kind: "no_answer" } };
  const overruled = why.unacceptable.length + why.indispensable.length > 0;
  return { share: overruled ? NOTHING : shareOf(item, rules, why), why };
}

function shareOf(item: ItemToMark, rules: MarkingRules, why: OptionsWhy): Share {
  const discordances = why.wrong.length + why.missed.length;
  if (item.type === "QRM") return { num: rules.discordances[discordances] ?? 0, den: 1000 };
  if (item.type === "QRU") return discordances === 0 ? ALL : NOTHING;
  if (why.tooMany && rules.tooManyIsNothing) return NOTHING;
  return lessPenalty(why.found.length, why.found.length + why.missed.length, why.wrong.length, rules.wrongTickPenalty);
}

/** x/n less `penalty` thousandths for each wrong one: (1000 × x − n × wrong × penalty) ÷ (1000 × n), never below 0. */
export const lessPenalty = (found: number, of: number, wrong: number, penalty: number): Share => ({
  num: Math.max(0, 1000 * found - of * wrong * penalty),
  den: 1000 * of,
});
