/** The paper as tablets get it: Markdown rendered and sanitised at import, files by content, no key, no weights. */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";
import { Navigation } from "#contracts/paper/source";

/** The file is beside the question in its package, by SHA-256. */
export const ViewImage = z.strictObject({
  sha256: z.string(),
  alt: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
const Html = z.string();
const ViewOption = z.strictObject({ id: PaperRef, html: Html });
const base = { id: PaperRef, stemHtml: Html, images: z.array(ViewImage) };
const options = z.array(ViewOption);

export const ViewSimpleItem = z.discriminatedUnion("type", [
  z.strictObject({ ...base, type: z.literal("QRM"), options }),
  z.strictObject({ ...base, type: z.literal("QRU"), options }),
  z.strictObject({ ...base, type: z.literal("QRP"), options, expected: z.number().int() }),
  z.strictObject({ ...base, type: z.literal("QRPL"), options, expected: z.number().int() }),
  z.strictObject({ ...base, type: z.literal("QROC"), wordsMax: z.number().int(), unit: z.string().nullable() }),
  z.strictObject({ ...base, type: z.literal("QZP"), zoneImage: ViewImage, expected: z.number().int() }),
  z.strictObject({ ...base, type: z.literal("TCS"), hypothesisHtml: Html, findingHtml: Html }),
]);
export const ViewContainer = z.strictObject({ ...base, type: z.literal("KFP"), items: z.array(ViewSimpleItem) });
export const ViewItem = z.union([ViewSimpleItem, ViewContainer]);
export const ViewSection = z.strictObject({
  id: PaperRef,
  title: z.string(),
  kind: z.enum(["progressive_case", "isolated_questions", "article_reading"]),
  navigation: Navigation,
  introductionHtml: Html.nullable(),
  article: z.strictObject({ title: z.string(), html: Html, images: z.array(ViewImage) }).nullable(),
  items: z.array(ViewItem),
});
export const ViewPaper = z.strictObject({
  format: z.literal("amphi-paper-view"),
  version: z.literal(1),
  id: PaperRef,
  title: z.string(),
  language: z.enum(["fr", "en"]),
  durationMinutes: z.number().int(),
  sections: z.array(ViewSection),
});
export type ViewPaper = z.infer<typeof ViewPaper>;
export type ViewSection = z.infer<typeof ViewSection>;
export type ViewItem = z.infer<typeof ViewItem>;
export type ViewSimpleItem = z.infer<typeof ViewSimpleItem>;
export type ViewImage = z.infer<typeof ViewImage>;
