/** Walking a paper, section by section and item by item, with the place of each; containers are entered. */
import { listOf, recordOf, textOf, type JsonRecord } from "#domain/exam/json-tree";
import { below } from "#domain/exam/problem";

export interface PlacedSection {
  readonly place: string;
  readonly section: JsonRecord;
}
export interface PlacedItem {
  readonly place: string;
  readonly item: JsonRecord;
  readonly type: string | null;
  /** The container's id when the item stands in one. */
  readonly containerId: string | null;
}

export const sectionsOf = (paper: JsonRecord): PlacedSection[] =>
  listOf(paper["sections"]).map((section, n) => ({ place: below("sections", n), section: recordOf(section) }));

/** Items of a section in order, a container followed by the items it holds. */
export function itemsOf({ place, section }: PlacedSection): PlacedItem[] {
  return placed(below(place, "items"), section["items"], null).flatMap((one) =>
    one.type === "KFP" ? [one, ...placed(below(one.place, "items"), one.item["items"], textOf(one.item["id"]))] : [one],
  );
}

function placed(place: string, items: unknown, containerId: string | null): PlacedItem[] {
  return listOf(items).map((value, n) => {
    const item = recordOf(value);
    return { place: below(place, n), item, type: textOf(item["type"]), containerId };
  });
}
