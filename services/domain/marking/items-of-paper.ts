/** From a checked paper (contracts/paper/source.ts) to what marking needs of it. */
import { listOf, numberOf, recordOf, textOf, type JsonRecord } from "#domain/exam/json-tree";
import { itemsOf, sectionsOf } from "#domain/exam/paper-walk";
import type { ItemToMark, ItemType } from "#domain/marking/item";

const WEIGHT_DEFAULT = 1000;

/**
 * Answerable items in the order of the paper. `sizeOf`: the size in pixels of a file that it names, null when unknown;
 * only the images that are pointed at are asked for.
 */
export function itemsOfPaper(source: unknown, sizeOf: (file: string) => ItemToMark["image"]): ItemToMark[] {
  return sectionsOf(recordOf(source)).flatMap((placed) =>
    itemsOf(placed)
      .filter(({ type }) => type !== "KFP")
      .map(({ item, type, containerId }) => ({
        id: textOf(item["id"]) ?? "",
        sectionId: textOf(placed.section["id"]) ?? "",
        containerId,
        type: type as ItemType, // the paper is checked: its schema knows no other
        weight: numberOf(item["weight"]) ?? WEIGHT_DEFAULT,
        options: listOf(item["options"]).map((option) => textOf(recordOf(option)["id"]) ?? ""),
        expected: numberOf(item["expected"]) ?? 0,
        unit: textOf(item["unit"]),
        image: imageOf(item, type, sizeOf),
      })),
  );
}

function imageOf(item: JsonRecord, type: string | null, sizeOf: (file: string) => ItemToMark["image"]) {
  const size = type === "QZP" ? sizeOf(textOf(recordOf(item["zoneImage"])["file"]) ?? "") : null;
  // No more than the size: it is hashed with the item.
  return size && { width: size.width, height: size.height };
}
