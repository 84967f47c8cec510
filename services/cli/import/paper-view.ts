/** From a checked paper to what tablets get, and to the rows that name its items. */
import { renderBlock, renderLine } from "#cli/import/markdown";
import type { ImageHeader } from "#cli/import/image-header";
import type { SourceImage, SourceItem, SourcePaper, SourceSection, SourceSimpleItem } from "#contracts/paper/source";
import type { ViewImage, ViewItem, ViewPaper, ViewSection, ViewSimpleItem } from "#contracts/paper/view";

/** Headers of the paper's images by file name. */
export type ImageHeaders = ReadonlyMap<string, ImageHeader>;

/** One answerable item in the order of the paper. */
export interface ItemRow {
  readonly itemId: string;
  readonly sectionId: string;
  readonly containerId: string | null;
  /** From 1. */
  readonly position: number;
  readonly type: SourceSimpleItem["type"];
  readonly weight: number;
}

/** The paper as tablets show it: texts rendered, images by content; no key, no weights. */
export function paperView(paper: SourcePaper, headers: ImageHeaders): ViewPaper {
  const { id, title, language, durationMinutes } = paper;
  const sections = paper.sections.map((section) => sectionView(section, headers));
  return { format: "amphi-paper-view", version: 1, id, title, language, durationMinutes, sections };
}

/** The paper's items in order; those of a container stand in its place. */
export function itemRows(paper: SourcePaper): ItemRow[] {
  return paper.sections.flatMap(sectionItems).map(({ item, sectionId, containerId }, n) => {
    const { id: itemId, type, weight } = item;
    return { itemId, sectionId, containerId, position: n + 1, type, weight };
  });
}

interface SectionItem {
  readonly item: SourceSimpleItem;
  readonly sectionId: string;
  readonly containerId: string | null;
}

function sectionItems({ id: sectionId, items }: SourceSection): SectionItem[] {
  const all: readonly SourceItem[] = items;
  return all.flatMap((item): SectionItem[] =>
    item.type === "KFP"
      ? item.items.map((inner) => ({ item: inner, sectionId, containerId: item.id }))
      : [{ item, sectionId, containerId: null }],
  );
}

function sectionView(section: SourceSection, headers: ImageHeaders): ViewSection {
  const { id, title, kind, navigation } = section;
  const article = section.kind === "article_reading" ? section.article : null;
  return {
    id,
    title,
    kind,
    navigation,
    introductionHtml: section.kind === "progressive_case" ? block(section.introduction) : null,
    article: article && {
      title: article.title,
      html: block(article.body),
      images: article.images.map((image) => imageView(image, headers)),
    },
    items: section.items.map((item) => itemView(item, headers)),
  };
}

function itemView(item: SourceItem, headers: ImageHeaders): ViewItem {
  if (item.type !== "KFP") return simpleItemView(item, headers);
  return {
    ...baseView(item, headers),
    type: "KFP",
    items: item.items.map((inner) => simpleItemView(inner, headers)),
  };
}

function simpleItemView(item: SourceSimpleItem, headers: ImageHeaders): ViewSimpleItem {
  const base = baseView(item, headers);
  switch (item.type) {
    case "QRM":
    case "QRU":
      return { ...base, type: item.type, options: optionsView(item.options) };
    case "QRP":
    case "QRPL":
      return { ...base, type: item.type, options: optionsView(item.options), expected: item.expected };
    case "QROC":
      return { ...base, type: item.type, wordsMax: item.wordsMax, unit: item.unit };
    case "QZP":
      return { ...base, type: item.type, zoneImage: imageView(item.zoneImage, headers), expected: item.expected };
    case "TCS":
      return { ...base, type: item.type, hypothesisHtml: block(item.hypothesis), findingHtml: block(item.finding) };
  }
}

const baseView = (item: SourceItem, headers: ImageHeaders) => ({
  id: item.id,
  stemHtml: block(item.stem),
  images: item.images.map((image) => imageView(image, headers)),
});

const optionsView = (options: readonly { id: string; text: string }[]) =>
  options.map(({ id, text }) => ({ id, html: renderLine(text).html }));

function imageView({ file, sha256, alt }: SourceImage, headers: ImageHeaders): ViewImage {
  const header = headers.get(file);
  // The completeness check has seen the file: its absence here is a defect of ours.
  if (!header) throw new Error(`no header of image ${file}`);
  return { sha256, alt, width: header.width, height: header.height };
}

const block = (markdown: string): string => renderBlock(markdown).html;
