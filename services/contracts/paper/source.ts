/**
 * Version 1 of the paper format: what an author writes and `amphi import paper` reads (docs/paper-format.md). Texts are
 * Markdown. Files stand beside the JSON and are named with their SHA-256. The answer key is another file.
 */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";

const Markdown = z.string().trim().min(1).max(50_000);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An image shown with a stem or an article. `alt` is required: a candidate may not see it. */
export const SourceImage = z.strictObject({
  /** Path below the paper's folder; `..` never leads out of it. */
  file: z.string().regex(/^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$/),
  sha256: Sha256,
  alt: z.string().trim().min(1).max(500),
});

export const Option = z.strictObject({ id: PaperRef, text: Markdown });
const itemBase = {
  id: PaperRef,
  stem: Markdown,
  images: z.array(SourceImage).max(8).default([]),
  /** Weight of the item within its section, in thousandths: 1000 = one item on 1. */
  weight: z.number().int().min(1).max(100_000).default(1000),
};
const fewOptions = z.array(Option).min(4).max(5);

export const SourceSimpleItem = z.discriminatedUnion("type", [
  z.strictObject({ ...itemBase, type: z.literal("QRM"), options: fewOptions }),
  z.strictObject({ ...itemBase, type: z.literal("QRU"), options: fewOptions }),
  z.strictObject({
    ...itemBase,
    type: z.literal("QRP"),
    options: fewOptions,
    expected: z.number().int().min(1).max(5),
  }),
  z.strictObject({
    ...itemBase,
    type: z.literal("QRPL"),
    options: z.array(Option).min(10).max(25),
    expected: z.number().int().min(1).max(5),
  }),
  z.strictObject({
    ...itemBase,
    type: z.literal("QROC"),
    wordsMax: z.number().int().min(1).max(20).default(5),
    unit: z.string().max(20).nullable().default(null),
  }),
  z.strictObject({
    ...itemBase,
    type: z.literal("QZP"),
    zoneImage: SourceImage,
    expected: z.number().int().min(1).max(10),
  }),
  z.strictObject({
    ...itemBase,
    type: z.literal("TCS"),
    /** "If you were thinking of…" / "and you then find…" */
    hypothesis: Markdown,
    finding: Markdown,
  }),
]);
/** KFP: a container of three key features; it is one step of a progressive case. */
export const SourceContainer = z.strictObject({
  id: PaperRef,
  type: z.literal("KFP"),
  stem: Markdown,
  images: z.array(SourceImage).max(8).default([]),
  items: z.array(SourceSimpleItem).length(3),
});
export const SourceItem = z.discriminatedUnion("type", [SourceSimpleItem, SourceContainer]);

/** `locked`: fixed order, an answer is needed to go on, no way back. `free`: any order until the end. */
export const Navigation = z.enum(["locked", "free"]);

const sectionBase = {
  id: PaperRef,
  title: z.string().trim().min(1).max(200),
  items: z.array(SourceItem).min(1).max(150),
};
export const SourceSection = z.discriminatedUnion("kind", [
  z.strictObject({
    ...sectionBase,
    kind: z.literal("progressive_case"),
    navigation: Navigation.default("locked"),
    introduction: Markdown,
  }),
  z.strictObject({ ...sectionBase, kind: z.literal("isolated_questions"), navigation: Navigation.default("free") }),
  z.strictObject({
    ...sectionBase,
    kind: z.literal("article_reading"),
    navigation: Navigation.default("free"),
    article: z.strictObject({
      title: z.string().trim().min(1).max(400),
      body: z.string().trim().min(1).max(200_000),
      images: z.array(SourceImage).max(20).default([]),
    }),
  }),
]);

export const SourcePaper = z.strictObject({
  format: z.literal("amphi-paper"),
  version: z.literal(1),
  id: PaperRef,
  title: z.string().trim().min(1).max(200),
  language: z.enum(["fr", "en"]),
  durationMinutes: z.number().int().min(1).max(480),
  sections: z.array(SourceSection).min(1).max(60),
});
export type SourceImage = z.infer<typeof SourceImage>;
export type SourcePaper = z.infer<typeof SourcePaper>;
export type SourceSection = z.infer<typeof SourceSection>;
export type SourceItem = z.infer<typeof SourceItem>;
export type SourceSimpleItem = z.infer<typeof SourceSimpleItem>;
export type ItemType = SourceSimpleItem["type"];
