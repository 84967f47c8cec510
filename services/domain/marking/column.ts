/** One item of a run: its keys as ruled, and a memory of the answers it has met, since most candidates write the same. */
import type { AnswerValue } from "#domain/answer/entry";
import type { ItemKey, ItemToMark, Marked } from "#domain/marking/item";
import { itemMarker } from "#domain/marking/mark-item";
import type { MarkingRules } from "#domain/marking/marking-rules";
import type { Ruling } from "#domain/marking/rulings";
import { canonicalJson } from "#domain/marking/canonical-json";
import { markOf } from "#domain/marking/share";

/** A distinct answer to one item, with what it is worth when nothing is ruled about the item. */
export interface ItemAnswer {
  readonly value: AnswerValue | null;
  /** Canonical JSON of the value; empty: none. */
  readonly text: string;
  readonly marked: Marked;
  /** Thousandths. */
  readonly mark: number;
  /** What statistics count of it: options ticked, point of a scale, normalised text; each once. */
  readonly chosen: readonly string[];
}

export interface Column {
  readonly item: ItemToMark;
  /** Index of its paper. */
  readonly paper: number;
  readonly keys: readonly ItemKey[];
  readonly noAnswer: ItemAnswer;
  /** The answer that stands in a file as this text (JSON of a value, or empty); null: it is no answer. */
  answer(text: string): ItemAnswer | null;
}

/** Free texts and points may all differ: beyond this many the memory does not grow. Every way to tick five options fits. */
const REMEMBERED_MAX = 4_000;

/** `parse`: the value that a text holds, or null when it holds none (contracts/frames/fields.ts: AnswerValue). */
export function createColumn(
  item: ItemToMark,
  paper: number,
  keys: readonly ItemKey[],
  rules: MarkingRules,
  parse: (text: string) => AnswerValue | null,
): Column {
  const marker = itemMarker(item, keys, rules);
  const answerOf = (value: AnswerValue | null): ItemAnswer => {
    const marked = marker(value);
    const [text, mark] = [value === null ? "" : canonicalJson(value), markOf(item.weight, marked.share)];
    return { value, text, marked, mark, chosen: chosenIn(value, marked) };
  };
  const noAnswer = answerOf(null);
  const met = new Map<string, ItemAnswer>([["", noAnswer]]);
  function answer(text: string): ItemAnswer | null {
    const known = met.get(text);
    if (known !== undefined) return known;
    const value = parse(text);
    if (value === null) return null;
    const made = answerOf(value);
    // By its own text, which is nearly always the same: the one that was given may be a part of a large one, kept by it.
    if (met.size < REMEMBERED_MAX) met.set(made.text, made);
    return made;
  }
  return { item, paper, keys, noAnswer, answer };
}

function chosenIn(value: AnswerValue | null, { why }: Marked): readonly string[] {
  if (value === null || "empty" in value || "points" in value) return [];
  if ("choice" in value) return [...new Set(value.choice)];
  if ("scale" in value) return [String(value.scale)];
  return why.kind === "text" ? [why.normalised] : [];
}

/** The keys of an item once the jury has spoken: another key replaces the imported one, accepted texts are added. */
export function ruledKeys(item: ItemToMark, key: ItemKey, rulings: readonly Ruling[]): readonly ItemKey[] {
  const replaced = rulings.flatMap((one) => (one.decision === "rekey" && one.item === item.id ? one.keys : []));
  const accepted = rulings.flatMap((one) => (one.decision === "accept" && one.item === item.id ? one.texts : []));
  const keys = replaced.length > 0 ? replaced : [key];
  if (accepted.length === 0) return keys;
  return keys.map((one) => (one.type === "texts" ? { ...one, accepted: [...one.accepted, ...accepted] } : one));
}
