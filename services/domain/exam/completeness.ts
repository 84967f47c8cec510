/**
 * Is a paper complete? On the day a missing stem or image cannot be repaired any more, so importing refuses, with every
 * problem at once. Shapes are the schema's matter (contracts/paper/source.ts); here stands what a schema cannot see, and
 * what must be said in words that an author understands.
 */
import { isRecord, listOf, numberOf, recordOf, textOf, type JsonRecord } from "#domain/exam/json-tree";
import { itemsOf, sectionsOf, type PlacedItem, type PlacedSection } from "#domain/exam/paper-walk";
import { below, type Problem } from "#domain/exam/problem";

/** What is known of a file that stands beside the paper. */
export interface FileFacts {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
  /** Null when the bytes are not an image that tablets can show (PNG or JPEG). */
  readonly mediaType: string | null;
}

type Report = (rule: string, place: string, message: string) => void;

/** Item types whose candidates tick options. */
const TYPES_WITH_OPTIONS: readonly string[] = ["QRM", "QRU", "QRP", "QRPL"];

/** Every problem of a paper, given the files that came with it by their path. An empty list: complete. */
export function paperProblems(source: unknown, files: ReadonlyMap<string, FileFacts>): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (rule, place, message) => problems.push({ rule, place, message });
  if (!isRecord(source)) {
    report("not-an-object", "", "the paper is not a JSON object");
    return problems;
  }
  const sections = sectionsOf(source);
  if (sections.length === 0) report("paper-without-sections", "sections", "the paper has no section");
  checkIds(sections, report);
  for (const placed of sections) {
    checkSection(placed, report);
    for (const item of itemsOf(placed)) checkItem(item, report);
  }
  for (const image of imagesOf(sections)) checkImage(image.place, image.image, files, report);
  return problems;
}

/** Sections, containers and items share one space of ids: entries, locks and keys name them without their section. */
function checkIds(sections: readonly PlacedSection[], report: Report): void {
  const firstPlace = new Map<string, string>();
  const see = (place: string, id: string | null): void => {
    if (id === null) return;
    const first = firstPlace.get(id);
    if (first === undefined) firstPlace.set(id, place);
    else report("id-repeated", below(place, "id"), `the id "${id}" is already used by ${first}`);
  };
  for (const placed of sections) {
    see(placed.place, textOf(placed.section["id"]));
    for (const item of itemsOf(placed)) see(item.place, textOf(item.item["id"]));
  }
}

function checkSection({ place, section }: PlacedSection, report: Report): void {
  if (listOf(section["items"]).length === 0)
    report("section-without-items", below(place, "items"), "the section has no item");
  if (section["kind"] === "progressive_case")
    needText("case-without-introduction", section, place, "introduction", "the case has no introduction", report);
  if (section["kind"] === "article_reading") {
    const article = recordOf(section["article"]);
    needText("article-without-body", article, below(place, "article"), "body", "the article has no text", report);
  }
}

function checkItem({ place, item, type }: PlacedItem, report: Report): void {
  needText("item-without-stem", item, place, "stem", "the item has no stem", report);
  if (type === "KFP") {
    const count = listOf(item["items"]).length;
    if (count !== 3)
      report("container-not-of-three", below(place, "items"), `a key-feature container holds 3 items, not ${count}`);
  }
  if (type === "TCS") {
    needText("script-without-hypothesis", item, place, "hypothesis", "the hypothesis is missing", report);
    needText("script-without-finding", item, place, "finding", "the new finding is missing", report);
  }
  if (type !== null && TYPES_WITH_OPTIONS.includes(type)) checkOptions(place, item, type, report);
}

function checkOptions(place: string, item: JsonRecord, type: string, report: Report): void {
  const options = listOf(item["options"]).map(recordOf);
  const [least, most] = type === "QRPL" ? [10, 25] : [4, 5];
  if (options.length < least || options.length > most)
    report(
      "option-count",
      below(place, "options"),
      `${type} takes ${least} to ${most} options, there are ${options.length}`,
    );
  const idAt = new Map<string, number>();
  const textAt = new Map<string, number>();
  options.forEach((option, n) => {
    const at = below(below(place, "options"), n);
    needText("option-without-text", option, at, "text", "the option has no text", report);
    repeated(idAt, textOf(option["id"]), n, (first) =>
      report("option-id-repeated", at, `the option id "${String(option["id"])}" is already used by options[${first}]`),
    );
    repeated(textAt, sameText(textOf(option["text"])), n, (first) =>
      report("option-repeated", at, `the option repeats options[${first}]`),
    );
  });
  const expected = numberOf(item["expected"]);
  if (expected !== null && options.length >= least && expected > options.length)
    report(
      "expected-above-options",
      below(place, "expected"),
      `${expected} answers expected of ${options.length} options`,
    );
}

function repeated(seenAt: Map<string, number>, value: string | null, n: number, tell: (first: number) => void): void {
  if (value === null || value === "") return;
  const first = seenAt.get(value);
  if (first === undefined) seenAt.set(value, n);
  else tell(first);
}

/** Options that differ only in case or white space look the same to a candidate. */
const sameText = (text: string | null): string | null => text?.trim().replace(/\s+/g, " ").toLowerCase() ?? null;

function needText(rule: string, of: JsonRecord, place: string, field: string, message: string, report: Report): void {
  const text = textOf(of[field]);
  if (text === null || text.trim() === "") report(rule, below(place, field), message);
}

interface PlacedImage {
  readonly place: string;
  readonly image: JsonRecord;
}

function imagesOf(sections: readonly PlacedSection[]): PlacedImage[] {
  return sections.flatMap((placed) => {
    const article = recordOf(placed.section["article"]);
    return [
      ...imageList(below(below(placed.place, "article"), "images"), article["images"]),
      ...itemsOf(placed).flatMap(({ place, item, type }) => [
        ...imageList(below(place, "images"), item["images"]),
        ...(type === "QZP" ? [{ place: below(place, "zoneImage"), image: recordOf(item["zoneImage"]) }] : []),
      ]),
    ];
  });
}

const imageList = (place: string, images: unknown): PlacedImage[] =>
  listOf(images).map((image, n) => ({ place: below(place, n), image: recordOf(image) }));

function checkImage(place: string, image: JsonRecord, files: ReadonlyMap<string, FileFacts>, report: Report): void {
  const file = textOf(image["file"]);
  if (file === null) return;
  const facts = files.get(file);
  if (!facts) report("image-missing", below(place, "file"), `the file "${file}" is missing`);
  else if (facts.mediaType === null)
    report("image-unreadable", below(place, "file"), `the file "${file}" is neither a PNG nor a JPEG image`);
  else if (textOf(image["sha256"]) !== facts.sha256)
    report("image-of-another-hash", below(place, "sha256"), `the file "${file}" has another hash: ${facts.sha256}`);
}
