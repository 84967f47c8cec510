/**
 * What is inside a piece of a package: length of the head (4 bytes, big-endian), the head in JSON, then the bytes of its
 * files in the order of the head. An image stands in each piece that shows it, unless the first of its section has it.
 */
import { z } from "zod";
import { PaperRef, Sha256 } from "#contracts/frames/fields";
import { Navigation } from "#contracts/paper/source";
import { ViewItem, ViewSection } from "#contracts/paper/view";

export const PieceFile = z.strictObject({ sha256: Sha256, mediaType: z.string(), bytes: z.number().int().min(0) });
export type PieceFile = z.infer<typeof PieceFile>;

/** Piece "opening": the paper without its questions. */
export const OpeningHead = z.strictObject({
  title: z.string(),
  language: z.enum(["fr", "en"]),
  durationMinutes: z.number().int(),
  sections: z.array(
    z.strictObject({
      id: PaperRef,
      title: z.string(),
      kind: z.enum(["progressive_case", "isolated_questions", "article_reading"]),
      navigation: Navigation,
      /** Questions of each step: 1, or those of a container. */
      steps: z.array(z.number().int().min(1)),
      /** Key of the first step of a locked section, base64url; null for a free one, whose key comes from the start key. */
      firstStepKey: z.string().nullable(),
    }),
  ),
});
export type OpeningHead = z.infer<typeof OpeningHead>;

/** Piece `section/<id>`: a free section, whole. */
export const SectionHead = z.strictObject({ section: ViewSection, files: z.array(PieceFile) });
export type SectionHead = z.infer<typeof SectionHead>;

/** Piece `step/<id>/<n>`: one step of a locked section; the introduction comes with the first. */
export const StepHead = z.strictObject({
  introductionHtml: z.string().nullable(),
  /** Of an article reading that is locked; with the first step. */
  article: ViewSection.shape.article,
  item: ViewItem,
  files: z.array(PieceFile),
});
export type StepHead = z.infer<typeof StepHead>;
