/** Does an answer key fit its paper? Every item must have a key, every key an item, and each must be answerable. */
import { isRecord, listOf, numberOf, recordOf, textOf, textsOf, type JsonRecord } from "#domain/exam/json-tree";
import { itemsOf, sectionsOf, type PlacedItem } from "#domain/exam/paper-walk";
import { below, type Problem } from "#domain/exam/problem";

type Report = (rule: string, place: string, message: string) => void;

/** The form of key that each item type takes. */
const KEY_TYPE: Readonly<Record<string, string>> = {
  QRM: "options",
  QRU: "options",
  QRP: "options",
  QRPL: "options",
  QROC: "texts",
  QZP: "zones",
  TCS: "panel",
};

/** Every problem of a key for this paper; places are within the key's file. */
export function keyProblems(source: unknown, key: unknown): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (rule, place, message) => problems.push({ rule, place, message });
  if (!isRecord(key)) {
    report("not-an-object", "", "the key is not a JSON object");
    return problems;
  }
  const paper = recordOf(source);
  if (key["paperId"] !== paper["id"])
    report(
      "key-of-another-paper",
      "paperId",
      `the key is for "${String(key["paperId"])}", the paper is "${String(paper["id"])}"`,
    );
  const items = new Map<string, PlacedItem>();
  for (const placed of sectionsOf(paper).flatMap(itemsOf)) {
    const id = textOf(placed.item["id"]);
    if (id !== null && !items.has(id)) items.set(id, placed);
  }
  const keys = recordOf(key["items"]);
  for (const [id, value] of Object.entries(keys)) {
    const placed = items.get(id);
    const place = below("items", id);
    if (!placed) report("key-for-an-unknown-item", place, `the paper has no item "${id}"`);
    else if (placed.type === "KFP") report("key-for-a-container", place, `"${id}" is a container: its items have keys`);
    else checkItemKey(place, recordOf(value), placed, report);
  }
  for (const [id, placed] of items)
    if (placed.type !== "KFP" && !Object.hasOwn(keys, id))
      report("item-without-key", below("items", id), `${placed.place} has no key`);
  return problems;
}

function checkItemKey(place: string, key: JsonRecord, { item, type }: PlacedItem, report: Report): void {
  const wanted = type === null ? undefined : KEY_TYPE[type];
  if (wanted === undefined) return;
  if (key["type"] !== wanted) {
    report(
      "key-of-another-type",
      below(place, "type"),
      `a ${type} takes a key of type "${wanted}", not "${String(key["type"])}"`,
    );
    return;
  }
  if (wanted === "options") checkOptionsKey(place, key, item, type ?? "", report);
  if (wanted === "texts") checkTextsKey(place, key, item, report);
  if (wanted === "zones") checkZonesKey(place, key, item, report);
  if (wanted === "panel" && listOf(key["counts"]).every((count) => count === 0))
    report("panel-without-votes", below(place, "counts"), "no panellist has answered");
}

function checkOptionsKey(place: string, key: JsonRecord, item: JsonRecord, type: string, report: Report): void {
  const known = new Set(listOf(item["options"]).map((option) => textOf(recordOf(option)["id"])));
  const right = textsOf(key["right"]);
  for (const field of ["right", "unacceptable", "indispensable"]) {
    const refs = textsOf(key[field]);
    refs.forEach((ref, n) => {
      const at = below(below(place, field), n);
      if (!known.has(ref)) report("key-for-an-unknown-option", at, `the item has no option "${ref}"`);
      else if (refs.indexOf(ref) !== n) report("key-option-repeated", at, `the option "${ref}" is named twice`);
      else if (field === "unacceptable" && right.includes(ref))
        report("unacceptable-is-right", at, `the option "${ref}" is both right and unacceptable`);
      else if (field === "indispensable" && !right.includes(ref))
        report("indispensable-is-wrong", at, `the option "${ref}" is indispensable but not right`);
    });
  }
  const expected = type === "QRU" ? 1 : numberOf(item["expected"]);
  if (expected !== null && right.length !== expected)
    report("key-count", below(place, "right"), `${expected} right options are announced, the key has ${right.length}`);
}

function checkTextsKey(place: string, key: JsonRecord, item: JsonRecord, report: Report): void {
  const wordsMax = numberOf(item["wordsMax"]) ?? 5;
  textsOf(key["accepted"]).forEach((text, n) => {
    const count = text.trim().split(/\s+/).length;
    if (count > wordsMax)
      report(
        "accepted-text-too-long",
        below(below(place, "accepted"), n),
        `${count} words where a candidate may write ${wordsMax}`,
      );
  });
}

function checkZonesKey(place: string, key: JsonRecord, item: JsonRecord, report: Report): void {
  const expected = numberOf(item["expected"]);
  const count = listOf(key["zones"]).length;
  if (expected !== null && count !== expected)
    report("key-count", below(place, "zones"), `${expected} zones are announced, the key has ${count}`);
}
