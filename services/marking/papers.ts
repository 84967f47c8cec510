/** Papers and keys as the database holds them, in the shape that `amphi mark` reads from files. */
import { AnswerKey } from "#contracts/paper/key";
import { isRecord, recordOf, textOf } from "#domain/exam/json-tree";
import { keyProblems } from "#domain/exam/key-completeness";
import { problemLine } from "#domain/exam/problem";
import { canonicalJson } from "#domain/marking/canonical-json";
import type { ItemKey, ItemToMark } from "#domain/marking/item";
import { itemsOfPaper } from "#domain/marking/items-of-paper";
import type { SourcedPaper } from "#domain/marking/ruled-key-problems";
import { sha256 } from "#marking/hashes";
import { MarkingRefused } from "#marking/refusal";
import type { StoredPaper } from "#postgres/queries/marking-inputs";
import type { RunPaper } from "#postgres/schema/marking";

export interface KeyedPaper extends SourcedPaper {
  readonly as: RunPaper;
}

/** The paper with these keys; refused where a key is missing or does not fit. */
export function keyedPaper({ paperId, source, view }: StoredPaper, stored: Record<string, unknown>): KeyedPaper {
  const id = textOf(recordOf(source)["id"]) ?? "";
  if (Object.keys(stored).length === 0) throw new MarkingRefused("key_shut", [id]);
  const file = { format: "amphi-key", version: 1, paperId: id, items: stored };
  const key = AnswerKey.safeParse(file);
  const problems = [
    ...keyProblems(source, file).map(problemLine),
    ...(key.success ? [] : key.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)),
  ];
  if (!key.success || problems.length > 0) throw new MarkingRefused("paper_not_whole", problems);
  const keys: Record<string, ItemKey> = key.data.items;
  return {
    ...{ id, source, keys, items: itemsWithImages(source, view) },
    as: { paperId, id, paperSha256: sha256(canonicalJson(source)), keySha256: sha256(canonicalJson(key.data)) },
  };
}

/** Sizes of the images that are pointed at stand in what tablets got of the paper, by item. */
function itemsWithImages(source: unknown, view: unknown): ItemToMark[] {
  const sizes = zoneImages(view);
  return itemsOfPaper(source, () => null).map((item) =>
    item.type === "QZP" ? { ...item, image: sizes.get(item.id) ?? null } : item,
  );
}

function zoneImages(node: unknown, found = new Map<string, ItemToMark["image"]>()) {
  if (Array.isArray(node)) for (const inner of node) zoneImages(inner, found);
  if (!isRecord(node)) return found;
  const [id, image] = [node["id"], node["zoneImage"]];
  if (
    typeof id === "string" &&
    isRecord(image) &&
    typeof image["width"] === "number" &&
    typeof image["height"] === "number"
  )
    found.set(id, { width: image["width"], height: image["height"] });
  for (const inner of Object.values(node)) zoneImages(inner, found);
  return found;
}
