/** One answer to one item: which formula, and the best of several keys where the jury accepts more than one. */
import type { AnswerValue } from "#domain/answer/entry";
import type { ItemKey, ItemToMark, Marked } from "#domain/marking/item";
import type { MarkingRules } from "#domain/marking/marking-rules";
import { normalText } from "#domain/marking/normal-text";
import { markOptions } from "#domain/marking/options";
import { ALL, isLarger, NOTHING } from "#domain/marking/share";
import { markZones } from "#domain/marking/zones";

const NO_ANSWER: Marked = { share: NOTHING, why: { kind: "no_answer" } };
const OTHER_FORM: Marked = { share: NOTHING, why: { kind: "other_form" } };

/** Marks values of one item. `keys`: at least one; several are alternatives, and the best one counts. */
export type ItemMarker = (value: AnswerValue | null) => Marked;

export function itemMarker(item: ItemToMark, keys: readonly ItemKey[], rules: MarkingRules): ItemMarker {
  const markers = keys.map((key) => markerOf(item, key, rules));
  const best = (value: AnswerValue) =>
    markers.map((mark) => mark(value)).reduce((a, b) => (isLarger(b.share, a.share) ? b : a));
  const ticksOptions = item.options.length > 0;
  const unanswered = ticksOptions ? best({ choice: [] }) : NO_ANSWER;
  return (value) => (value === null || "empty" in value ? unanswered : best(value));
}

function markerOf(item: ItemToMark, key: ItemKey, rules: MarkingRules): (value: AnswerValue) => Marked {
  switch (key.type) {
    case "options":
      return (value) => ("choice" in value ? markOptions(item, key, rules, value.choice) : OTHER_FORM);
    case "texts":
      return textMarker(item, key.accepted);
    case "zones":
      return (value) => ("points" in value ? markZones(item, key.zones, rules, value.points) : OTHER_FORM);
    case "panel":
      return (value) => ("scale" in value ? markPanel(key.counts, value.scale) : OTHER_FORM);
  }
}

function textMarker({ unit }: ItemToMark, accepted: readonly string[]): (value: AnswerValue) => Marked {
  const byNormal = new Map(accepted.map((text) => [normalText(text, unit), text]));
  // An accepted text of punctuation alone would accept every empty answer.
  byNormal.delete("");
  return (value) => {
    if (!("text" in value)) return OTHER_FORM;
    const normalised = normalText(value.text, unit);
    const match = byNormal.get(normalised) ?? null;
    return { share: match === null ? NOTHING : ALL, why: { kind: "text", normalised, accepted: match } };
  };
}

/** TCS: panellists who chose that point ÷ panellists who chose the modal point. `scale`: −2…+2. */
function markPanel(counts: readonly number[], scale: number): Marked {
  const [votes, modal] = [counts[scale + 2] ?? 0, Math.max(...counts)];
  return { share: { num: votes, den: modal }, why: { kind: "panel", chosen: scale, votes, modal } };
}
